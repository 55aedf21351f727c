import Core
import Database

/// Offers a time that became free to the first wish it suits: the oldest wish first. Whoever declines or does not answer
/// frees it again, and the next is asked.
enum Cascade {
  /// In the payload, after the id: the practice opened the time, and more than one visit may fit.
  static let opened = "opened"

  /// The payload is the id of the freed time. Run twice it offers nothing twice: the time is no longer free then.
  static func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ", omittingEmptySubsequences: false)
    let isOpened = parts.count == 2 && parts[1] == opened
    guard parts.count == 1 || isOpened, let id = FreedTimeID(text: parts[0]) else {
      return .dead(reason: "malformed payload")
    }
    guard let freed = try FreedTimes.find(id, in: db.reader) else { return .done }
    if isOpened {
      try OpenedCascade(freed: freed, now: now).offer(in: db)
    } else if freed.span.start > now {
      try offer(freed, now: now, in: db)
    }
    return .done
  }

  /// - Returns: nil when it suits nobody.
  @discardableResult
  static func offer(_ freed: FreedTime, now: Instant, in db: borrowing TenantConnection) throws -> OfferID? {
    let waiting = try WaitingPatients.all(for: freed.practitioner, freed.span, within: nil, now: now, in: db.reader)
      .filter { $0.obstacle == nil }
    guard !waiting.isEmpty else { return nil }
    let gap = try Gap.read(
      freed.practitioner, freed.span, for: Set(waiting.map(\.entry.wish.service)), now: now, in: db.reader)
    for candidate in waiting {
      guard let start = gap.start(for: candidate).start else { continue }
      if let id = try make(to: candidate, at: start, with: freed.practitioner, now: now, in: db) { return id }
    }
    return nil
  }

  /// Nil when something has changed since the list was read: then the next one.
  static func make(
    to candidate: WaitingPatient, at possible: PossibleStart, with practitioner: ResourceID, now: Instant,
    in db: borrowing TenantConnection
  ) throws -> OfferID? {
    do {
      return try Offers.make(
        to: candidate.entry, at: possible.start, place: possible.place, with: practitioner, by: nil, now: now, in: db)
    } catch is OfferRefusal {
      return nil
    } catch is SlotRefusal {
      return nil
    }
  }
}
