import Core
import Database

/// Offers a time that became free to the first wish it suits: the oldest wish first. Whoever declines or does not answer
/// frees it again, and the next is asked.
enum Cascade {
  /// The payload is the id of the freed time. Run twice it offers nothing twice: the time is no longer free then.
  static func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = FreedTimeID(text: job.payload) else { return .dead(reason: "malformed payload") }
    guard let freed = try FreedTimes.find(id, in: db.reader), freed.span.start > now else { return .done }
    try offer(freed, now: now, in: db)
    return .done
  }

  /// - Returns: nil when it suits nobody.
  @discardableResult
  static func offer(_ freed: FreedTime, now: Instant, in db: borrowing TenantConnection) throws -> OfferID? {
    let waiting = try WaitingPatients.all(for: freed.practitioner, freed.span, within: nil, in: db.reader)
      .filter { $0.obstacle == nil }
    guard !waiting.isEmpty else { return nil }
    let gap = try Gap.read(
      freed.practitioner, freed.span, for: Set(waiting.map(\.entry.wish.service)), now: now, in: db.reader)
    for candidate in waiting {
      guard let start = gap.start(for: candidate).start else { continue }
      do {
        return try Offers.make(
          to: candidate.entry, at: start, with: freed.practitioner, by: nil, now: now, in: db)
      } catch is OfferRefusal {
        // Changed since the list was read: then the next one.
        continue
      } catch is SlotRefusal {
        continue
      }
    }
    return nil
  }
}
