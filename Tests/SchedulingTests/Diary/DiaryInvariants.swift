import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL

@testable import Scheduling

/// What must never be in a diary, by SQL alone, whatever a model says.
enum DiaryInvariants {
  /// - Returns: a sentence for each that is.
  static func broken(now: Instant, in db: borrowing TenantReader) throws -> [String] {
    let counts = try db.first(
      """
      SELECT (\(overlaps(db.scope))), (\(endless(db.scope))), (\(unkept(now, db.scope))), (\(twice(now, db.scope))),
        (\(unbooked(db.scope))), (\(returned(db.scope)))
      """
    ) { row in try (0..<sentences.count).map { try row.int($0) } }
    return zip(sentences, counts ?? []).filter { $0.1 != 0 }.map(\.0)
  }

  private static let sentences = [
    "two at once in one unit", "a hold without an end", "an offer of a time that is not kept",
    "one time offered to two", "accepted and not booked once", "offered to who cancelled it",
  ]

  private static func overlaps(_ scope: TenantScope) -> SQL {
    """
    SELECT COUNT(*) FROM scheduling_claim a JOIN scheduling_claim b ON b.practice_id = \(scope)
      AND b.resource_id = a.resource_id AND b.lane = a.lane AND b.id > a.id AND b.starts_at < a.ends_at
      AND a.starts_at < b.ends_at
    WHERE a.practice_id = \(scope)
    """
  }
  private static func endless(_ scope: TenantScope) -> SQL {
    """
    SELECT COUNT(*) FROM scheduling_claim c
    WHERE c.practice_id = \(scope) AND c.hold_id IS NOT NULL AND c.expires_at IS NULL
    """
  }
  private static func unkept(_ now: Instant, _ scope: TenantScope) -> SQL {
    """
    SELECT COUNT(*) FROM scheduling_offer o
    WHERE o.practice_id = \(scope) AND o.state = 'offered' AND o.expires_at > \(now) AND NOT EXISTS (
      SELECT 1 FROM scheduling_hold h
      JOIN scheduling_claim c ON c.practice_id = \(scope) AND c.hold_id = h.id
      WHERE h.practice_id = \(scope) AND h.id = o.id AND h.starts_at = o.starts_at
        AND h.expires_at = o.expires_at AND c.expires_at = o.expires_at)
    """
  }
  private static func twice(_ now: Instant, _ scope: TenantScope) -> SQL {
    """
    SELECT COUNT(*) FROM scheduling_offer a JOIN scheduling_offer b ON b.practice_id = \(scope) AND b.id > a.id
      AND b.practitioner_id = a.practitioner_id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at
      AND b.state = 'offered' AND b.expires_at > \(now)
    WHERE a.practice_id = \(scope) AND a.state = 'offered' AND a.expires_at > \(now)
    """
  }
  private static func unbooked(_ scope: TenantScope) -> SQL {
    """
    SELECT COUNT(*) FROM scheduling_offer o
    WHERE o.practice_id = \(scope) AND o.state = 'accepted' AND (
      SELECT COUNT(*) FROM scheduling_appointment a
      WHERE a.practice_id = \(scope) AND a.form_key = o.id) <> 1
    """
  }
  /// By the next of the waitlist; staff offer by hand what they like.
  private static func returned(_ scope: TenantScope) -> SQL {
    """
    SELECT COUNT(*) FROM scheduling_offer o
    JOIN scheduling_waitlist_entry e ON e.practice_id = \(scope) AND e.id = o.entry_id
    JOIN scheduling_appointment a ON a.practice_id = \(scope) AND a.patient_id = e.patient_id
      AND a.practitioner_id = o.practitioner_id AND a.status = 'cancelled' AND a.cancelled_at < o.created_at
      AND a.starts_at < o.ends_at AND o.starts_at < a.ends_at
    WHERE o.practice_id = \(scope)
    """
  }
}
