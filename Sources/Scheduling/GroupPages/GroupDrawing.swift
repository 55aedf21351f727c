import Core
import Database
import Routing
import Templates
import Web

/// Words of a session, in the reader's language.
struct GroupDrawing {
  let call: Call
  let zone: Zone
  private var words: AppointmentDrawing { AppointmentDrawing(call: call, zone: zone) }

  func title(_ group: GroupSession, _ service: String) -> String { service + ", " + words.moment(group.span.start) }
  func when(_ span: TimeSpan) -> String { words.when(span) }

  /// What the clock on the wall there shows; nil where it is the practice's, and where nobody goes anywhere.
  func there(_ group: GroupSession, _ service: Service?, _ site: Site?) -> String? {
    service?.mode == .video ? nil : there(group.span, site)
  }
  func there(_ span: TimeSpan, _ site: Site?) -> String? { site.flatMap { words.there(span, $0.zone) } }
  static func place(_ service: Service?, _ site: Site?) -> String? { service?.mode == .video ? nil : site?.name }

  /// - Parameter site: where it is, when not at the practice itself.
  func facts(
    _ group: GroupSession, _ service: Service?, _ resources: [Resource], _ site: Site?
  ) -> [AppointmentFact] {
    let text = call.text
    let name = { (id: ResourceID?) in id.flatMap { id in resources.first { $0.id == id } }?.name }
    let places = [name(group.assignment.room), name(group.assignment.device), GroupDrawing.place(service, site)]
      .compactMap { $0 }
    return [
      AppointmentFact(label: text.text("calendar.fact.when"), value: when(group.span)),
      there(group, service, site).map { AppointmentFact(label: text.text("calendar.fact.there"), value: $0) },
      AppointmentFact(label: text.text("calendar.fact.what"), value: service?.name ?? ""),
      AppointmentFact(
        label: text.text("calendar.fact.with"), value: name(group.assignment.practitioner) ?? ""),
      places.isEmpty
        ? nil : AppointmentFact(label: text.text("calendar.fact.where"), value: places.joined(separator: ", ")),
      AppointmentFact(label: text.text("calendar.group.places"), value: GroupDrawing.taken(group, text)),
    ].compactMap { $0 }
  }

  /// "5 of 8 places are taken".
  static func taken(_ group: GroupSession, _ text: Localizer) -> String {
    text.text("calendar.group.taken", count: group.taken, ["places": String(group.places)])
  }

  func rows(_ people: [GroupParticipants.Participant], canChange: Bool) -> [ParticipantRow] {
    let live = people.map(\.appointment).filter(\.status.takesPart)
    let places = Dictionary(grouping: live, by: \.patient).mapValues(\.count)
    return people.map { one in
      let count = one.appointment.status.takesPart ? places[one.appointment.patient] ?? 1 : 1
      return row(one, places: count, canChange: canChange)
    }
  }

  private func row(_ participant: GroupParticipants.Participant, places: Int, canChange: Bool) -> ParticipantRow {
    let appointment = participant.appointment
    let path = "/appointments/\(appointment.id)"
    // Cancelling asks for more, such as the fee: that is done on the appointment.
    let acts = StatusAct.allCases.filter {
      canChange && participant.name != nil && $0 != .cancellation
        && $0.isOpen(for: appointment, zone: zone, now: call.now)
    }
    return ParticipantRow(
      who: participant.name?.full ?? call.text.text("calendar.outOfReach"),
      href: participant.name == nil ? nil : path,
      status: StatusBadge(look: StatusLook(appointment.status, isLate: participant.isLateFeeDue, text: call.text)),
      twice: places > 1 ? call.text.text("calendar.group.twice", count: places) : nil,
      acts: acts.map { words.button($0, path) },
      switchHref: canChange && participant.name != nil && appointment.status.isMovable ? path + "/session" : nil,
      version: String(appointment.version))
  }

  /// Whether the participants are told; each whom neither mail nor portal reaches is not.
  func notify(_ group: GroupID, _ form: Form?, _ db: borrowing TenantReader) throws -> NotifyChoice {
    let telling = try Telling.read(group, sendsMail: call.sendsMail, now: call.now, in: db)
    let choice = NotifyChoice(telling, form, call.text)
    return telling.isTold
      ? choice : NotifyChoice(isOn: choice.isOn, whyNot: call.text.text("calendar.group.notify.mailOff"))
  }

  static func news(_ code: String, _ text: Localizer) -> String? {
    switch code {
    case "planned": text.text("calendar.group.done.planned")
    case "added": text.text("calendar.group.done.added")
    case "moved": text.text("calendar.group.done.moved")
    case "changed": text.text("calendar.group.done.changed")
    case "switched": text.text("calendar.group.done.switched")
    case "cancelled": text.text("calendar.group.done.cancelled")
    case "act": text.text("calendar.group.done.act")
    default: nil
    }
  }

  static func key(_ refusal: GroupBookings.Refusal) -> String {
    switch refusal {
    case .full: "calendar.group.full"
    case .takesPart: "calendar.group.takesPart"
    case .changed: "calendar.group.changed"
    }
  }
  static func key(_ refusal: StaffRefusal) -> String {
    switch refusal {
    case .stale, .conflicts: "calendar.group.changed"
    case .notPossible: "calendar.group.notPossible"
    case .notOffered: "calendar.conflict.notOffered"
    }
  }
}
