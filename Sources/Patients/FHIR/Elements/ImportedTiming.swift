/// When something began, ended or happened: FHIR's choice types `onset[x]`, `abatement[x]`, `occurrence[x]` and
/// `effective[x]`.
public enum ImportedTiming: Hashable, Sendable, CustomStringConvertible {
  case time(FHIRTime)
  case period(ImportedPeriod)
  /// The person's age then, such as "12 years" or "10 – 12 years".
  case age(String)
  case text(String)

  public var description: String {
    switch self {
    case .time(let time): time.description
    case .period(let period): period.description
    case .age(let age): "age " + age
    case .text(let text): text
    }
  }
  /// The exact or partial date it gives, if it gives one; a period's start.
  public var start: FHIRTime? {
    switch self {
    case .time(let time): time
    case .period(let period): period.start
    case .age, .text: nil
    }
  }
}

extension JSONNode {
  /// The first present variant of `name[x]`, the more exact before the vaguer.
  func timing(_ name: String) throws(MappingStop) -> ImportedTiming? {
    if let time = try time(name + "DateTime") { return .time(time) }
    if let time = try time(name + "Instant") { return .time(time) }
    if let period = try period(name + "Period") { return .period(period) }
    if let age = try quantity(name + "Age") { return .age(age.description) }
    if let range = try range(name + "Range") { return .age(range) }
    if let text = try string(name + "String") { return .text(text) }
    guard let schedule = try member(name + "Timing") else { return nil }
    for event in try schedule.list("event") {
      if let time = try FHIRTime.read(event) { return .time(time) }
    }
    return try schedule.concept("code").map { .text($0.text) }
  }
}
