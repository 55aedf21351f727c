import Core

/// When somebody does not work, within the hours that are drawn, and why.
struct OffHours: Sendable, Equatable {
  enum Reason: Sendable, Equatable {
    case startsAt(LocalTime)
    case endsAt(LocalTime)
    case pause
    case allDay
    /// The clock leaps over this hour.
    case leftOut
  }
  let span: DrawnSpan
  let reason: Reason
  /// What the exception of this date says; empty for usual hours.
  let note: String

  static func all(
    of resource: ResourceID, on date: LocalDate, hours: OpeningHours, drawn: DayHours, zone: Zone
  ) -> [OffHours] {
    let open = hours.spans(of: resource, on: date)
    let note = hours.reason(for: resource, on: date)
    let leaps = ClockChange.all(on: date, zone: zone).filter { $0.kind == .leftOut }.compactMap { change in
      clipped(change.from.minutes, change.to.minutes, drawn).map { OffHours(span: $0, reason: .leftOut, note: "") }
    }
    guard let first = open.first, let last = open.last else {
      return [OffHours(span: drawn.span, reason: .allDay, note: note)] + leaps
    }
    var found: [OffHours] = []
    func add(_ from: Int, _ to: Int, _ reason: Reason) {
      if let span = clipped(from, to, drawn) { found.append(OffHours(span: span, reason: reason, note: note)) }
    }
    add(0, first.opens.minutes, .startsAt(first.opens))
    for (before, after) in zip(open, open.dropFirst()) { add(before.closes.minutes, after.opens.minutes, .pause) }
    add(last.closes.minutes, 1440, .endsAt(last.closes))
    return (found + leaps).sorted { $0.span.from < $1.span.from }
  }

  private static func clipped(_ from: Int, _ to: Int, _ drawn: DayHours) -> DrawnSpan? {
    let (from, to) = (max(from, drawn.from * 60), min(to, drawn.to * 60))
    return from < to ? DrawnSpan(from: from, to: to) : nil
  }
}

extension OpeningHours {
  /// The reasons of the exceptions that decide this date; empty when the usual hours do.
  func reason(for resource: ResourceID, on date: LocalDate) -> String {
    deciding(for: resource, on: date).map(\.reason).filter { !$0.isEmpty }.joined(separator: ", ")
  }
  /// Whether an exception of this date leaves no open hour.
  func isClosedByException(_ resource: ResourceID, on date: LocalDate) -> Bool {
    !deciding(for: resource, on: date).isEmpty && spans(of: resource, on: date).isEmpty
  }
}
