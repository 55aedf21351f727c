import Core
import Crypto
import Database
import SQL

/// An appointment as its patient sees it: when, with whom, what it costs. Nothing clinical.
struct PortalVisit: Sendable {
  /// The appointment's state, in the few words patients need.
  enum State: String, Sendable {
    case requested, booked, arrived, done, cancelled, missed
    /// Requests that nobody agreed to.
    case declined, unanswered
  }
  let id: AppointmentID
  let sequence: Int
  let state: State
  let start: Instant
  let end: Instant
  let zoneName: String
  let price: Money
  let service: String
  let practitioner: String
  /// Where, in a practice with several places; nil by video.
  let place: String?
  /// What the practice wrote about a request that it declined.
  let answer: String?

  /// Still to come, or going on.
  func isAhead(at now: Instant) -> Bool { end > now && (state == .requested || state == .booked || state == .arrived) }
}

enum PortalVisits {
  /// Declared by Scheduling; read here.
  private static let answerColumn = SealedColumn("scheduling_appointment", "sealed_answer")
  /// Rows a patient's list holds at most; older ones are left out, and the page says so.
  static let limit = 200

  private struct UnknownWord: Error, CustomStringConvertible {
    let description: String
  }

  /// Newest first. What was entered in error is nobody's visit.
  static func of(_ patient: PatientID, in db: borrowing TenantReader) throws -> [PortalVisit] {
    try db.rows(
      """
      SELECT a.id, a.sequence, a.status, a.starts_at, a.ends_at, a.zone, a.price_minor, a.currency, s.name, r.name,
        IF(s.mode = 'video' OR (SELECT COUNT(*) FROM practices_location n
          WHERE n.practice_id = \(db.scope) AND n.is_active) < 2, NULL, l.name),
        IF(a.status = 'cancelled' AND a.was_asked, a.sealed_answer, NULL), IF(a.was_asked, a.cancelled_by, NULL)
      FROM scheduling_appointment a
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = a.location_id
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND a.status <> 'enteredInError'
      ORDER BY a.starts_at DESC, a.id LIMIT \(limit)
      """
    ) { row in
      guard let currency = Currency(code: try row.text(7)) else {
        throw UnknownWord(description: "an appointment has a currency we do not know")
      }
      let id: AppointmentID = try row.id(0)
      return PortalVisit(
        id: id, sequence: try row.int(1), state: try state(try row.text(2), ended: try row.textIfPresent(12)),
        start: try row.instant(3),
        end: try row.instant(4), zoneName: try row.text(5), price: Money(minor: Int64(try row.int(6)), currency),
        service: try row.text(8), practitioner: try row.text(9), place: try row.textIfPresent(10),
        answer: try row.openedIfPresent(11, answerColumn, row: id.id))
    }
  }

  struct News: Sendable {
    /// Messages of the practice's rules about these visits, and about times of the waitlist, that nobody has opened.
    let unread: Int
    /// What people of the practice wrote and this side has not opened: a guardian's look leaves the patient's own.
    let unopened: Int
    /// Whether anything was written at all, or may be.
    let hasConversation: Bool
  }

  static func news(of patient: PatientID, in db: borrowing TenantReader) throws -> News {
    let others: SQL = if case .guardian = db.scope.actor { "FALSE" } else { "w.read_by = 'guardian'" }
    let found = try db.first(
      """
      SELECT (
        SELECT COUNT(*) FROM scheduling_appointment a
        JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.appointment_id = a.id
        WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND n.channel = 'inApp' AND n.state = 'sent'
          AND n.sealed_text IS NOT NULL AND n.read_at IS NULL
      ) + (
        SELECT COUNT(*) FROM scheduling_waitlist_entry e
        JOIN scheduling_offer o ON o.practice_id = \(db.scope) AND o.entry_id = e.id
        JOIN messaging_notice m ON m.practice_id = \(db.scope) AND m.offer_id = o.id
        WHERE e.practice_id = \(db.scope) AND e.patient_id = \(patient) AND m.channel = 'inApp' AND m.state = 'sent'
          AND m.sealed_text IS NOT NULL AND m.read_at IS NULL
      ), (
        SELECT COUNT(*) FROM messaging_message w
        WHERE w.practice_id = \(db.scope) AND w.patient_id = \(patient) AND w.author = 'staff' AND w.medium = 'portal'
          AND (w.read_by IS NULL OR \(others))
      ), EXISTS (
        SELECT 1 FROM messaging_message w WHERE w.practice_id = \(db.scope) AND w.patient_id = \(patient)
      ) OR EXISTS (
        SELECT 1 FROM messaging_answering s WHERE s.practice_id = \(db.scope) AND s.patients_write
      )
      """
    ) { row in
      News(unread: try row.int(0), unopened: try row.int(1), hasConversation: try row.bool(2))
    }
    return found ?? News(unread: 0, unopened: 0, hasConversation: false)
  }

  /// - Parameter ended: how a request ended that nobody agreed to; nil for anything else.
  private static func state(_ status: String, ended: String?) throws(UnknownWord) -> PortalVisit.State {
    switch status {
    case "proposed", "pending", "waitlist": .requested
    case "booked": .booked
    case "arrived", "checkedIn": .arrived
    case "fulfilled": .done
    case "cancelled" where ended == "practice": .declined
    case "cancelled" where ended == "time": .unanswered
    case "cancelled": .cancelled
    case "noshow": .missed
    default: throw UnknownWord(description: "an appointment has the status \(status)")
    }
  }
}
