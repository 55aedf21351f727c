import Core
import Database
import Routing
import Templates

/// 409: somebody else was faster, or the state no longer allows it. What is, beside what was wanted.
struct AppointmentStalePage: PatientDataPage {
  static let template = "calendar/appointment-stale"

  struct Retry: TemplateModel {
    let action: String
    let label: String
    let hidden: [HiddenField]
    static let fields: [Field<Retry>] = [
      .text("action") { $0.action },
      .text("label") { $0.label },
      .list("hidden") { $0.hidden },
    ]
  }
  /// What the trail says of showing it.
  let accessEvents: [AuditEvent]
  let title: String
  let lead: String
  let conflicts: [String]
  let who: String
  let current: [AppointmentFact]
  let wanted: [AppointmentFact]
  let appointmentHref: String
  let retry: Retry?

  static let fields: [Field<AppointmentStalePage>] = [
    .text("title") { $0.title },
    .text("lead") { $0.lead },
    .strings("conflicts") { $0.conflicts },
    .text("who") { $0.who },
    .list("current") { $0.current },
    .list("wanted") { $0.wanted },
    .text("appointmentHref") { $0.appointmentHref },
    .object("retry") { $0.retry },
  ]
  static let examples = [
    AppointmentStalePage(
      accessEvents: [CalendarExamples.panel.read], title: "Changed meanwhile", lead: "Somebody changed it.",
      conflicts: ["Mira: taken"], who: "Ola",
      current: [AppointmentFact(label: "When", value: "Tuesday")],
      wanted: [AppointmentFact(label: "When", value: "Wednesday")],
      appointmentHref: "/appointments/1",
      retry: Retry(
        action: "/appointments/1/time", label: "Move anyway", hidden: [HiddenField(name: "version", value: "2")]))
  ]

  /// After an act, such as marking an arrival.
  static func reply(
    to act: StatusAct, _ id: AppointmentID, _ refusal: StaffRefusal, zone: Zone, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> Reply {
    guard let record = try AppointmentRecord.find(id, in: db) else { throw Refusal.notFound }
    let words = AppointmentDrawing(call: call, zone: zone)
    let (appointment, back) = (
      record.appointment, CalendarQuery(call.form, today: zone.local(record.appointment.span.start).date)
    )
    var retry: Retry?
    var conflicts: [String] = []
    switch refusal {
    case .conflicts(let found, _): conflicts = found.map(ConflictWords(call: call, zone: zone).sentence)
    case .notOffered: conflicts = [call.text.text("calendar.conflict.notOffered")]
    case .stale, .notPossible:
      // Cancelling again would need its reason again: that is done on the appointment.
      if act != .cancellation, act.isOpen(for: appointment, zone: zone, now: call.now) {
        retry = Retry(
          action: "/appointments/\(id)/\(act.path)", label: words.label(act),
          hidden: words.hidden(appointment.version, back: back))
      }
    }
    let wanted = [AppointmentFact(label: call.text.text("calendar.fact.state"), value: words.label(act))]
    return try page(record, wanted, refusal, conflicts, retry, words, call, db)
  }

  /// After a move.
  static func reply(
    toMove id: AppointmentID, _ wish: PlaceWish, _ refusal: StaffRefusal, _ forms: AppointmentForms, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> Reply {
    guard let record = try AppointmentRecord.find(id, in: db) else { throw Refusal.notFound }
    let words = AppointmentDrawing(call: call, zone: forms.zone)
    let (appointment, text) = (record.appointment, call.text)
    let name = { (id: ResourceID?) in id.flatMap { id in forms.resources.first { $0.id == id } }?.name }
    let places = [name(wish.room.id), name(wish.device.id), forms.name(wish.place, db)].compactMap { $0 }
    let wanted =
      [
        AppointmentFact(label: text.text("calendar.fact.when"), value: words.when(wish.span)),
        AppointmentFact(label: text.text("calendar.fact.with"), value: name(wish.practitioner) ?? ""),
      ]
      + (places.isEmpty
        ? [] : [AppointmentFact(label: text.text("calendar.fact.where"), value: places.joined(separator: ", "))])
    let back = CalendarQuery(call.form.without("date"), today: forms.zone.local(wish.start).date)
    let fields = [
      ("pick", "\(wish.start.seconds)"), ("minutes", "\(wish.minutes)"),
      ("practitioner", wish.practitioner.description),
      ("room", wish.room.id?.description ?? ""), ("device", wish.device.id?.description ?? ""),
      ("at", wish.place.code ?? ""),
      // Whether the patient is told stays as it was chosen.
      ("notify-asked", "1"), ("notify", NotifyChoice.tells(call.form) ? "yes" : ""),
    ]
    let retry = Retry(
      action: "/appointments/\(id)/time", label: text.text("calendar.stale.moveAnyway"),
      hidden: words.hidden(appointment.version, back: back) + fields.map { HiddenField(name: $0.0, value: $0.1) })
    return try page(
      record, wanted, refusal, [], appointment.status.isMovable && appointment.group == nil ? retry : nil, words, call,
      db)
  }

  private static func page(
    _ record: AppointmentRecord, _ wanted: [AppointmentFact], _ refusal: StaffRefusal, _ conflicts: [String],
    _ retry: Retry?, _ words: AppointmentDrawing, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    let state = StatusLook(record.appointment.status, isLate: record.isLateFeeDue, text: call.text)
    let lead =
      switch refusal {
      case .stale: call.text.text("calendar.stale.changed")
      case .notPossible: call.text.text("calendar.stale.notPossible", ["state": state.word])
      case .conflicts, .notOffered: call.text.text("calendar.stale.taken")
      }
    let current =
      [AppointmentFact(label: call.text.text("calendar.fact.state"), value: state.word)]
      + words.facts(record, try Resources.all(in: db), showsNotes: false)
    var named = 0
    if case .conflicts(let found, _) = refusal { named = found.count(where: \.namesSomebody) }
    let page = AppointmentStalePage(
      accessEvents: [record.read, ConflictWords.read(named)].compactMap { $0 },
      title: call.text.text("calendar.stale.title"), lead: lead, conflicts: conflicts, who: record.patient.full,
      current: current, wanted: wanted, appointmentHref: "/appointments/\(record.appointment.id)", retry: retry)
    return .page(page, status: 409)
  }
}
