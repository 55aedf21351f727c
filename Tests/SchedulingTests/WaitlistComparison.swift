import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

extension WaitlistMachine {
  func offers() throws -> [OfferID: WaitlistModel.Offered] {
    let rows = try clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT id, entry_id, starts_at, practitioner_id, expires_at, state FROM scheduling_offer
        WHERE practice_id = \(db.scope)
        """
      ) { row in
        (
          try row.id(0, as: OfferID.self),
          WaitlistModel.Offered(
            wish: try row.id(1), start: try row.instant(2), person: try row.id(3), end: try row.instant(4),
            state: try row.text(5))
        )
      }
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Everything the product holds is what the model holds, and what must never be is not.
  func compare() throws {
    let told = { "\(self.log.suffix(25).joined(separator: "\n"))" }
    try clinic.practice.asOperator { db in
      let visits = try db.reader.rows(
        """
        SELECT id, patient_id, starts_at, practitioner_id, status FROM scheduling_appointment
        WHERE practice_id = \(db.scope)
        """
      ) { row in
        (
          try row.id(0, as: AppointmentID.self),
          WaitlistModel.Visit(
            patient: try row.id(1), start: try row.instant(2), person: try row.id(3),
            isBooked: try row.text(4) == "booked")
        )
      }
      try #require(Dictionary(uniqueKeysWithValues: visits) == model.visits, "\(told())")
      let wishes = try db.reader.rows(
        "SELECT id, state, unanswered FROM scheduling_waitlist_entry WHERE practice_id = \(db.scope)"
      ) { (try $0.id(0, as: WaitlistEntryID.self), "\(try $0.text(1)) \(try $0.int(2))") }
      try #require(
        Dictionary(uniqueKeysWithValues: wishes) == model.wishes.mapValues { "\($0.state) \($0.unanswered)" },
        "\(told())")
      let jobs = try db.reader.first(
        """
        SELECT COUNT(*), COUNT(DISTINCT payload) FROM jobs_job
        WHERE practice_id = \(db.scope) AND kind = 'waitlist.freed'
        """
      ) { [try $0.int(0), try $0.int(1)] }
      let due = model.freed.count { $0.due != nil }
      try #require(jobs == [due, due], "\(told()): a freed time is lost or told twice")
      try never(db.reader, told())
    }
    try #require(try offers() == model.offers, "\(told())")
  }

  /// By SQL alone, without the model.
  private func never(_ db: borrowing TenantReader, _ told: String) throws {
    let overlaps = try db.first(
      """
      SELECT COUNT(*) FROM scheduling_claim a JOIN scheduling_claim b ON b.practice_id = \(db.scope)
        AND b.resource_id = a.resource_id AND b.lane = a.lane AND b.id > a.id AND b.starts_at < a.ends_at
        AND a.starts_at < b.ends_at
      WHERE a.practice_id = \(db.scope)
      """
    ) { try $0.int(0) }
    try #require(overlaps == 0, "\(told): two at once")
    let unkept = try db.first(
      """
      SELECT COUNT(*) FROM scheduling_offer o
      WHERE o.practice_id = \(db.scope) AND o.state = 'offered' AND o.expires_at > \(model.now) AND NOT EXISTS (
        SELECT 1 FROM scheduling_hold h
        JOIN scheduling_claim c ON c.practice_id = \(db.scope) AND c.hold_id = h.id
        WHERE h.practice_id = \(db.scope) AND h.id = o.id AND h.starts_at = o.starts_at
          AND h.expires_at = o.expires_at AND c.expires_at = o.expires_at)
      """
    ) { try $0.int(0) }
    try #require(unkept == 0, "\(told): an offer of a time that is not kept")
    let twice = try db.first(
      """
      SELECT COUNT(*) FROM scheduling_offer a JOIN scheduling_offer b ON b.practice_id = \(db.scope) AND b.id > a.id
        AND b.practitioner_id = a.practitioner_id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at
        AND b.state = 'offered' AND b.expires_at > \(model.now)
      WHERE a.practice_id = \(db.scope) AND a.state = 'offered' AND a.expires_at > \(model.now)
      """
    ) { try $0.int(0) }
    try #require(twice == 0, "\(told): one time offered to two")
    let unbooked = try db.first(
      """
      SELECT COUNT(*) FROM scheduling_offer o
      WHERE o.practice_id = \(db.scope) AND o.state = 'accepted' AND (
        SELECT COUNT(*) FROM scheduling_appointment a
        WHERE a.practice_id = \(db.scope) AND a.form_key = o.id) <> 1
      """
    ) { try $0.int(0) }
    try #require(unbooked == 0, "\(told): accepted and not booked")
    let returned = try db.first(
      """
      SELECT COUNT(*) FROM scheduling_offer o
      JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
      JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.patient_id = e.patient_id
        AND a.practitioner_id = o.practitioner_id AND a.status = 'cancelled' AND a.cancelled_at < o.created_at
        AND a.starts_at < o.ends_at AND o.starts_at < a.ends_at
      WHERE o.practice_id = \(db.scope)
      """
    ) { try $0.int(0) }
    try #require(returned == 0, "\(told): offered to who cancelled it")
  }

  /// The ids of what the last acts freed, in the model's order where that is told apart by time, person and patient.
  mutating func learnFreed() throws {
    guard freedIDs.count < model.freed.count else { return }
    let known = Set(freedIDs)
    var rows = try clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT f.id, f.starts_at, f.practitioner_id, f.patient_id FROM scheduling_freed_time f
        WHERE f.practice_id = \(db.scope)
        """
      ) { row in
        (
          id: try row.id(0, as: FreedTimeID.self), start: try row.instant(1),
          person: try row.id(2, as: ResourceID.self),
          patient: try row.idIfPresent(3, as: PatientID.self)
        )
      }
    }.filter { !known.contains($0.id) }
    for time in model.freed[freedIDs.count...] {
      let found = rows.firstIndex { $0.start == time.start && $0.person == time.person && $0.patient == time.patient }
      let index = try #require(found, "\(log.suffix(25).joined(separator: "\n")): a freed time is lost")
      freedIDs.append(rows.remove(at: index).id)
    }
    try #require(rows.isEmpty, "\(log.suffix(25).joined(separator: "\n")): freed times nobody freed")
  }
}
