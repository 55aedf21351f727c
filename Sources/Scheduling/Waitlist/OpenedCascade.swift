import Core
import Database

/// Offers what the practice opened: one start after the other, each to the oldest wish that it suits. Only starts that
/// visitors are offered too, and only those whose visit needs the time that opened.
struct OpenedCascade {
  /// Of one stretch at once. Nobody is asked twice at once, so a long list and a long day are no flood of mails either.
  static let most = 12
  /// When the others are asked, about what is left then.
  static let restMinutes = 60
  /// More times are not looked at: a day of half hours has fewer.
  private static let mostStarts = 48

  let freed: FreedTime
  let now: Instant

  /// - Returns: how many offers were made.
  @discardableResult
  func offer(in db: borrowing TenantConnection) throws -> Int {
    var (made, passed) = (0, Set<PossibleStart>())
    while made < Self.most, try offerOne(passing: &passed, in: db) { made += 1 }
    // Who was asked is not asked again, so this ends with the list; and with the time itself.
    if made == Self.most { try FreedTimes.askAgain(freed, at: now.adding(minutes: Self.restMinutes), in: db) }
    return made
  }

  /// Reads what is free anew each time: the offer before took a part of it.
  private func offerOne(passing passed: inout Set<PossibleStart>, in db: borrowing TenantConnection) throws -> Bool {
    let services = Set(try waiting(freed.span, in: db.reader).map(\.entry.wish.service))
    guard !services.isEmpty else { return false }
    let gap = try Gap.readOpened(freed.practitioner, freed.span, for: services, now: now, in: db.reader)
    for start in gap.allStarts
    where Set(passed.map(\.start)).union([start.start]).count <= Self.mostStarts && passed.insert(start).inserted {
      for candidate in try candidates(at: start, gap, in: db.reader) {
        let id = try Cascade.make(to: candidate, at: start, with: freed.practitioner, now: now, in: db)
        // Of a session there may be more places at the same time.
        if id != nil {
          passed.remove(start)
          return true
        }
      }
    }
    return false
  }

  /// Whom nothing keeps from being asked at all.
  private func waiting(_ span: TimeSpan, in db: borrowing TenantReader) throws -> [WaitingPatient] {
    try WaitingPatients.all(for: freed.practitioner, span, within: nil, now: now, in: db).filter(\.isAskable)
  }

  /// Whom this start suits, the oldest wish first. What they gave up, were offered before or do elsewhere is looked at for
  /// this visit and not for the whole day.
  private func candidates(
    at start: PossibleStart, _ gap: Gap, in db: borrowing TenantReader
  ) throws -> [WaitingPatient] {
    var found: [WaitingPatient] = []
    for (service, span) in gap.visits(at: start) {
      found += try waiting(span, in: db).filter { $0.entry.wish.service == service && $0.obstacle == nil }
    }
    return found.filter { gap.suits($0.entry.wish, at: start) }.sorted {
      ($0.entry.createdAt, $0.entry.id) < ($1.entry.createdAt, $1.entry.id)
    }
  }
}
