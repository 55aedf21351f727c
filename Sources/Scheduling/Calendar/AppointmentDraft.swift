import Core
import Crypto
import Routing
import Web

/// The fields of the forms that make or move an appointment, as typed.
struct AppointmentDraft: Sendable {
  static let nameBytes = 100
  static let noteBytes = 2000
  /// Sealed, it fits the column.
  static let reasonBytes = 600
  static let names = [
    "search", "patient", "given", "family", "email", "phone", "service", "practitioner", "date", "time", "offset",
    "minutes", "room", "device", "at", "note", "reason",
  ]
  /// How it repeats; weekdays by their ISO numbers.
  static let repeating = ["repeat", "every", "ends", "until", "count"] + (1...7).map { "on\($0)" }

  private(set) var values: [String: String]

  init(_ values: [String: String]) { self.values = values }
  init(_ form: Form) {
    values = [:]
    for name in AppointmentDraft.names + AppointmentDraft.repeating + ["key", "pick", "version"] {
      values[name] = form[name]
    }
  }

  subscript(_ name: String) -> String {
    get { values[name] ?? "" }
    set { values[name] = newValue }
  }

  func field(_ name: String, _ errors: FormErrors, _ call: Call) -> FormField {
    FormField(id: name, value: self[name], error: errors.message(for: name, in: call.text))
  }

  /// The draft of the form that `GET /appointments/new?start=…&with=…` shows.
  static func prefilled(_ query: Form, today: LocalDate) -> AppointmentDraft {
    let start = query["start"] ?? ""
    let local = LocalDateTime(text: start)
    let date = local?.date ?? LocalDate(text: start) ?? today
    return AppointmentDraft([
      "date": date.description, "time": local?.time.description ?? "", "practitioner": query["with"] ?? "",
      "room": query["room"] ?? "", "device": query["device"] ?? "", "patient": query["patient"] ?? "",
      "service": query["service"] ?? "", "at": query["at"] ?? "", "key": Hex.encode(SecureRandom.bytes(16)),
    ])
  }

  /// What the time fields mean, as an instant.
  ///
  /// A time the clocks leap over is refused; one they show twice has to come with its offset.
  func start(zone: Zone, _ errors: inout FormErrors, formats: Formats) -> Instant? {
    if let seconds = Int64(self["pick"]), abs(seconds) < 10_000_000_000, seconds % 300 == 0 {
      return Instant(seconds: seconds)
    }
    guard let local = wallClock(&errors) else { return nil }
    let instants = zone.instants(of: local)
    if instants.count == 1 { return instants[0] }
    guard let first = instants.first else {
      let change = ClockChange.all(on: local.date, zone: zone).first { $0.kind == .leftOut }
      errors.refuse(
        "time", "calendar.form.time.leftOut",
        ["from": change.map { formats.time($0.from) } ?? "", "to": change.map { formats.time($0.to) } ?? ""])
      return nil
    }
    if let offset = Int(self["offset"]), let meant = instants.first(where: { zone.offset(at: $0) == offset }) {
      return meant
    }
    errors.refuse("offset", "calendar.form.time.twice", ["time": formats.time(zone.local(first).time)])
    return nil
  }

  func wallClock(_ errors: inout FormErrors) -> LocalDateTime? {
    let date = LocalDate(text: self["date"]).flatMap { (1970...2200).contains($0.year) ? $0 : nil }
    let time = LocalTime(text: self["time"]).flatMap { $0.minutes < 1440 && $0.minutes % 5 == 0 ? $0 : nil }
    if date == nil { errors.refuse("date", "calendar.form.date.invalid") }
    if time == nil { errors.refuse("time", "calendar.form.time.invalid") }
    guard let date, let time else { return nil }
    return LocalDateTime(date, time)
  }

  /// Whether the time that was typed has passed; false while it is none.
  func isPast(zone: Zone, now: Instant) -> Bool {
    guard let date = LocalDate(text: self["date"]), let time = LocalTime(text: self["time"]), time.minutes < 1440,
      let last = zone.instants(of: LocalDateTime(date, time)).last
    else { return false }
    return last <= now
  }

  /// The offsets to choose from when the time typed comes twice; empty otherwise.
  func offsets(zone: Zone, _ call: Call) -> [FormOption] {
    guard let date = LocalDate(text: self["date"]), let time = LocalTime(text: self["time"]), time.minutes < 1440 else {
      return []
    }
    let instants = zone.instants(of: LocalDateTime(date, time))
    guard instants.count > 1 else { return [] }
    return instants.map { instant in
      FormOption(
        value: "\(zone.offset(at: instant))",
        label: call.formats.time(time) + ", " + zone.abbreviation(at: instant) + " ("
          + zone.offsetText(at: instant, .short) + ")",
        isChosen: self["offset"] == "\(zone.offset(at: instant))")
    }
  }

  func choice(_ name: String) -> ResourceChoice { ResourceID(text: self[name]).map { .chosen($0) } ?? .automatic }

  /// The reason for booking over a conflict; nil when the button for that was not pressed.
  func overrideReason(_ form: Form, _ errors: inout FormErrors) -> String? {
    guard form["anyway"] == "yes" else { return nil }
    let reason = SingleLine.clean(self["reason"])
    if reason.isEmpty { errors.refuse("reason", "calendar.form.reason.missing") }
    if reason.utf8.count > AppointmentDraft.reasonBytes { errors.refuse("reason", "calendar.form.tooLong") }
    return reason
  }
}
