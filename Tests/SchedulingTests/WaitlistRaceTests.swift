import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Several answers to one offer, and several workers on one freed time, at the same moment.
@Suite struct WaitlistRaceTests {
  private static let rounds = 8
  private typealias Act = @Sendable (borrowing TenantConnection) throws -> Bool

  /// How many said that they did it, and what went wrong beside refusals.
  private static func race(_ list: WaitlistDesk, _ acts: [Act]) -> (did: Int, failed: [String]) {
    let (gate, tally) = (Gate(acts.count), Locked((did: 0, failed: [String]())))
    let slug = list.clinic.slug
    let threads = acts.map { act in
      BookerThread {
        do {
          let connection = try TestServer.connect()
          gate.wait()
          let did = try connection.withPractice(slug: slug, actor: .job, origin: .local) { try act($0) }
          if did == true { tally.with { $0.did += 1 } }
        } catch is SlotRefusal {
        } catch is OfferRefusal {
        } catch { tally.with { $0.failed.append("\(error)") } }
      }
    }
    for thread in threads { thread.join() }
    return tally.value
  }

  @Test func ofAllAnswersToAnOfferOneCounts() throws {
    let list = try WaitlistDesk()
    let first = try #require(InstantText.decode("2027-03-10T08:00Z"))
    for round in 0..<Self.rounds {
      let entry = try list.wish(of: try list.patient("P\(round)"))
      let start = first.adding(days: round)
      let offer = try list.clinic.practice.asOperator { [now = list.now, mira = list.clinic.mira] db in
        let wish = try #require(try WaitlistEntries.find(entry, in: db.reader))
        let id = try Offers.make(to: wish, at: start, place: .any, with: ResourceID(mira), by: nil, now: now, in: db)
        return try #require(try Offers.find(id, in: db.reader))
      }
      let (now, over) = (list.now, offer.expiresAt)
      let accept: Act = { db in
        _ = try OfferAnswers.accept(offer, visitor: SecureRandom.bytes(16), now: now, in: db)
        return true
      }
      let decline: Act = { db in
        try OfferAnswers.decline(offer, leaves: false, now: now, in: db)
        return true
      }
      let withdraw: Act = { db in
        try OfferAnswers.withdraw(offer, now: now, in: db)
        return true
      }
      let expire: Act = { db in try OfferAnswers.expire(now: over, in: db) > 0 }
      let (did, failed) = Self.race(list, [accept, decline, expire, withdraw, accept, expire])
      #expect(did == 1 && failed == [], "\(did) \(failed)")
      try check(list, offer)
    }
  }

  private func check(_ list: WaitlistDesk, _ offer: Offer) throws {
    try list.desk.read { db in
      let state = try #require(try Offers.find(offer.id, in: db)).state
      let counts = try db.first(
        """
        SELECT
          (SELECT COUNT(*) FROM scheduling_appointment a
            WHERE a.practice_id = \(db.scope) AND a.form_key = \(offer.id) AND a.status = 'booked'),
          (SELECT COUNT(*) FROM scheduling_claim c
            WHERE c.practice_id = \(db.scope) AND c.starts_at = \(offer.span.start)),
          (SELECT COUNT(*) FROM scheduling_freed_time f
            WHERE f.practice_id = \(db.scope) AND f.starts_at = \(offer.span.start))
        """
      ) { [try $0.int(0), try $0.int(1), try $0.int(2)] }
      switch state {
      case .accepted: #expect(counts == [1, 1, 0])
      case .declined, .expired: #expect(counts == [0, 0, 1])
      case .withdrawn: #expect(counts == [0, 0, 0])
      case .offered: Issue.record("it is still open")
      }
    }
  }

  @Test func severalWorkersOfferAFreedTimeOnce() throws {
    let list = try WaitlistDesk()
    let eve = try list.patient("Eve")
    for name in ["A", "B", "C"] { try list.wish(of: try list.patient(name)) }
    #expect(list.cancel(try list.book(eve)).status == 303)
    list.desk.browser.now = list.now.adding(minutes: 3)
    let freed = try list.desk.read { db in
      let id = try db.first("SELECT id FROM scheduling_freed_time WHERE practice_id = \(db.scope)") {
        try $0.id(0, as: FreedTimeID.self)
      }
      let known = try #require(id)
      return try #require(try FreedTimes.find(known, in: db))
    }
    let work: Act = { [now = list.now] db in try Cascade.offer(freed, now: now, in: db) != nil }
    let (did, failed) = Self.race(list, [work, work, work, work])
    #expect(did == 1 && failed == [], "\(did) \(failed)")
    #expect(try list.offers() == ["A offered \(WaitlistDesk.start)"])
  }
}
