import Core
import Database
import Routing
import Templates

/// What is in the way, the nearest free times, and the way to book anyway.
struct ConflictView: TemplateModel {
  let conflicts: [String]
  /// Values are seconds since 1970.
  let nearest: [FormOption]
  let canOverride: Bool
  let reason: FormField
  /// Appointments of others that are named.
  var named = 0

  /// What the trail says of showing it; nil when nobody is named.
  var read: AuditEvent? { ConflictWords.read(named) }

  static let fields: [Field<ConflictView>] = [
    .strings("conflicts") { $0.conflicts },
    .flag("hasNearest") { !$0.nearest.isEmpty },
    .list("nearest") { $0.nearest },
    .flag("canOverride") { $0.canOverride },
    .object("reason") { $0.reason },
  ]
  static let example = ConflictView(
    conflicts: ["Dr Mira Specimen: <b>Ola</b>, 09:00–09:50"],
    nearest: [FormOption(value: "1", label: "10:00", isChosen: false)], canOverride: true,
    reason: FormField(id: "reason", value: "", error: "Say why"))

  init(conflicts: [String], nearest: [FormOption], canOverride: Bool, reason: FormField) {
    (self.conflicts, self.nearest, self.canOverride, self.reason) = (conflicts, nearest, canOverride, reason)
  }

  init(
    _ conflicts: [PlaceConflict], canOverride: Bool, nearest: [Instant], reason: FormField, zone: Zone, _ call: Call
  ) {
    let words = ConflictWords(call: call, zone: zone)
    self.init(
      conflicts: conflicts.map(words.sentence),
      nearest: nearest.map { FormOption(value: "\($0.seconds)", label: words.start($0), isChosen: false) },
      canOverride: canOverride, reason: reason)
    named = conflicts.count(where: \.namesSomebody)
  }
}

struct ConflictWords {
  let call: Call
  let zone: Zone

  static func read(_ named: Int) -> AuditEvent? {
    named > 0 ? AuditEvent("appointments.list", "scheduling_appointment", nil, fields: ["rows=\(named)"]) : nil
  }

  func start(_ instant: Instant) -> String {
    let local = zone.local(instant)
    let offset = zone.instants(of: local).count > 1 ? " (" + zone.offsetText(at: instant, .short) + ")" : ""
    return call.formats.date(local.date, .short) + ", " + call.formats.time(local.time) + offset
  }
  func range(_ span: TimeSpan) -> String {
    call.formats.timeRange(zone.local(span.start).time, zone.local(span.end).time)
  }

  /// Which resource, and who or what has it when.
  func sentence(_ conflict: PlaceConflict) -> String {
    let (text, formats, name) = (call.text, call.formats, conflict.resource.name)
    switch conflict.kind {
    case .outsideHours(let open) where open.isEmpty: return text.text("calendar.conflict.dayOff", ["resource": name])
    case .outsideHours(let open):
      let hours = formats.list(open.map { formats.timeRange($0.opens, $0.closes) })
      return text.text("calendar.conflict.hours", ["resource": name, "hours": hours])
    case .closed(let reason) where reason.isEmpty: return text.text("calendar.conflict.closed", ["resource": name])
    case .closed(let reason):
      return text.text("calendar.conflict.closedFor", ["resource": name, "reason": reason])
    case .otherPlace(let place):
      return text.text(
        "calendar.conflict.otherPlace", ["resource": name, "place": place ?? text.text("calendar.ownPlace")])
    case .taken(let taken):
      let values = [
        "resource": name, "who": taken.patient?.full ?? text.text("calendar.outOfReach"),
        "what": taken.patient == nil ? "" : taken.service, "when": range(taken.span),
      ]
      guard let buffer = taken.bufferMinutes else { return text.text("calendar.conflict.taken", values) }
      return text.text(
        "calendar.conflict.buffer", values.merging(["minutes": formats.duration(minutes: buffer)]) { $1 })
    case .elsewhere(let span):
      return text.text("calendar.conflict.elsewhere", ["resource": name, "when": range(span)])
    case .group(let what, let span):
      return text.text("calendar.conflict.group", ["resource": name, "what": what, "when": range(span)])
    case .held(let span, let until):
      return text.text(
        "calendar.conflict.held",
        ["resource": name, "when": range(span), "until": formats.time(zone.local(until).time)])
    }
  }
}
