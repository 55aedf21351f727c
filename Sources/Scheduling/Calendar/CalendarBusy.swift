import Core

/// A stretch in which a calendar elsewhere says that a practitioner is busy.
struct CalendarBusy: Sendable {
  let resource: ResourceID
  let span: TimeSpan
}

/// What takes resources, as the calendar draws it and works out free time from it.
struct CalendarClaims: Sendable {
  /// By lane; buffers included.
  var spans: [ResourceID: [Int: [TimeSpan]]] = [:]
  var holds: [CalendarHold] = []
  var busy: [CalendarBusy] = []
}
