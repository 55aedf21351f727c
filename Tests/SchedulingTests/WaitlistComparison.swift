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
      try #require(try DiaryInvariants.broken(now: model.now, in: db.reader) == [], "\(told())")
    }
    try #require(try offers() == model.offers, "\(told())")
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
