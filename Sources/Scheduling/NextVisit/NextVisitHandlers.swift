import Core
import Database
import Routing
import Templates
import Web

/// Booking the visit after this one, as the patient leaves.
enum NextVisitHandlers {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let record = try AppointmentRecord.find(try call.id("appointment"), in: db) else { throw Refusal.notFound }
    let appointment = record.appointment
    guard canFollow(appointment) else { throw Refusal.conflict }
    let zone = try Zone(name: db.practice.zoneName)
    let (text, words) = (call.text, ConflictWords(call: call, zone: zone))
    let person = try Resources.all(in: db).first { $0.id == appointment.assignment.practitioner }
    let offering = try Offering.find(appointment.service, in: db)?.limited(to: appointment.assignment.practitioner)
    let isOffered = offering?.service.isActive == true && offering?.practitioners.isEmpty == false
    let found =
      try isOffered
      ? offering.map { try NextVisits.find(after: appointment, $0, zone: zone, now: call.now, in: db) } : nil
    return .page(
      AppointmentNextPage(
        read: record.read, title: text.text("calendar.next.title", ["who": record.patient.full]),
        who: record.patient.full,
        facts: [
          AppointmentFact(label: text.text("calendar.fact.what"), value: record.serviceName),
          AppointmentFact(label: text.text("calendar.fact.with"), value: person?.name ?? ""),
          AppointmentFact(label: text.text("calendar.next.last"), value: words.start(appointment.span.start)),
        ],
        booked: try NextVisits.booked(after: appointment, now: call.now, in: db).map {
          PageLink(href: "/appointments/\($0.id)", label: words.start($0.start))
        },
        weeks: (found?.weeks ?? []).enumerated().map { week(1 + $0, $1, appointment, words) },
        otherHref: isOffered ? form(appointment, at: nil, zone) : nil, backHref: "/appointments/\(appointment.id)"))
  }

  /// Whether another one after it makes sense: of what took place or stands, and is no place of a session.
  static func canFollow(_ appointment: Appointment) -> Bool {
    appointment.group == nil && [.booked, .arrived, .fulfilled].contains(appointment.status)
  }

  private static func week(
    _ number: Int, _ week: NextVisits.Week, _ appointment: Appointment, _ words: ConflictWords
  ) -> NextVisitWeek {
    let text = words.call.text
    return NextVisitWeek(
      number: number,
      heading: text.text("calendar.next.around", ["date": words.call.formats.date(week.date, .long)]),
      weeks: text.text("calendar.next.weeks", count: week.weeksOn), isUsual: week.isUsual,
      times: week.starts.map { PageLink(href: form(appointment, at: $0, words.zone), label: words.start($0)) })
  }

  private static func form(_ appointment: Appointment, at start: Instant?, _ zone: Zone) -> String {
    var pairs = [
      ("with", appointment.assignment.practitioner.description), ("service", appointment.service.description),
      ("patient", appointment.patient.description),
    ]
    if let start { pairs.insert(("start", zone.local(start).description), at: 0) }
    return "/appointments/new?" + URLComponent.query(pairs)
  }
}
