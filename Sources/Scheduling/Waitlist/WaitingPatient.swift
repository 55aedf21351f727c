import Core

/// A wish, with what is known of its patient about one time.
struct WaitingPatient: Sendable {
  let entry: WaitlistEntry
  /// Nil for a patient whom the reader does not reach.
  let name: PersonName?
  let freedIt: Bool
  let wasOffered: Bool
  let isBusy: Bool
  let isRestricted: Bool
  let hasAddress: Bool

  /// Nothing speaks against asking them, whatever the time.
  var isAskable: Bool { entry.state == .waiting && !isRestricted && hasAddress }

  /// What speaks against any offer of the time to this patient, whatever the service.
  var obstacle: WishObstacle? {
    if entry.state == .offered { return .offered }
    if freedIt { return .freedIt }
    if wasOffered { return .offeredBefore }
    if isBusy { return .busy }
    if isRestricted { return .restricted }
    return hasAddress ? nil : .noAddress
  }
}

extension TimeWish {
  /// What in the wish itself speaks against a start; nil when it suits.
  func obstacle(at possible: PossibleStart, with person: ResourceID, now: Instant) -> WishObstacle? {
    let local = possible.clock.local(possible.start)
    if let practitioner, practitioner != person { return .otherPractitioner }
    if !possible.isByVideo, !place.accepts(possible.location) { return .otherPlace }
    if !weekdays.contains(local.date.weekday) { return .otherWeekday }
    if !parts.contains(DayPart.Name(hour: local.time.hour)) { return .otherPart }
    if let first, local.date < first { return .before }
    if let last, local.date > last { return .after }
    return possible.start < now.adding(hours: noticeHours) ? .notice : nil
  }
}
