import Core
import Database
import Routing
import SQL
import Templates

/// What was and will be sent to a patient about an appointment, as Messaging wrote it down.
struct AppointmentMessages: Sendable {
  struct Entry: Sendable {
    let rule: String
    let channel: String
    /// `waiting`, `sending`, `sent`, `notNeeded` or `failed`.
    let state: String
    /// Code of the outcome; empty before there is one, and in rows from before there were codes.
    let reason: String
    let outcome: String
    let sendAt: Instant
    let endedAt: Instant?
    /// Who decided that it is not sent.
    let decidedBy: String?
    /// It is nobody's task: somebody dealt with it, or nothing can be sent at all.
    let isAcknowledged: Bool
    /// When it was opened in the portal, and whether by somebody who acts for the patient.
    let readAt: Instant?
    let isReadByGuardian: Bool
  }
  let entries: [Entry]
  let telling: Telling

  /// The newest first, at most fifty.
  static func read(
    _ id: AppointmentID, sendsMail: Bool, now: Instant, in db: borrowing TenantReader
  ) throws -> AppointmentMessages {
    let entries = try db.rows(
      """
      SELECT n.rule, n.channel, n.state, n.reason, n.outcome, n.send_at, COALESCE(n.sent_at, n.ended_at), u.name,
        n.acknowledged_at IS NOT NULL, n.read_at, n.read_by = 'guardian'
      FROM messaging_notice n
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = n.decided_by
      WHERE n.practice_id = \(db.scope) AND n.appointment_id = \(id)
      ORDER BY n.state = 'waiting' DESC, COALESCE(n.sent_at, n.ended_at, n.send_at) DESC, n.id LIMIT 50
      """
    ) { row in
      Entry(
        rule: try row.text(0), channel: try row.text(1), state: try row.text(2), reason: try row.text(3),
        outcome: try row.text(4), sendAt: try row.instant(5), endedAt: try row.instantIfPresent(6),
        decidedBy: try row.textIfPresent(7), isAcknowledged: try row.bool(8),
        readAt: try row.instantIfPresent(9), isReadByGuardian: try row.intIfPresent(10) == 1)
    }
    return AppointmentMessages(
      entries: entries, telling: try Telling.read(id, sendsMail: sendsMail, now: now, in: db))
  }

  /// Whether news of a change still waits, so that it can be stopped.
  var isNewsWaiting: Bool {
    entries.contains {
      $0.state == "waiting" && ["confirmation", "change", "cancellation", "decline"].contains($0.rule)
    }
  }
  var hasFailed: Bool { entries.contains { $0.state == "failed" && !$0.isAcknowledged } }

  /// How many messages failed and are somebody's task; 0 where they are none of the reader's business.
  static func failures(_ call: Call, in db: borrowing TenantReader) throws -> Int {
    guard db.scope.holds(.handleMessages) else { return 0 }
    return try FailedMessages.count(
      within: .of(.handleMessages, now: call.now, in: db), now: call.now, in: db)
  }
}

extension AppointmentMessages {
  /// How many patients wait for an answer of the practice; 0 for who may not give one.
  static func unanswered(_ call: Call, in db: borrowing TenantReader) throws -> Int {
    guard db.scope.holds(.writeMessages) else { return 0 }
    let reach = try PatientReach.of(.writeMessages, now: call.now, in: db)
    return try db.first(
      """
      SELECT COUNT(DISTINCT m.patient_id) FROM messaging_message m
      WHERE m.practice_id = \(db.scope) AND m.is_open AND \(reach.condition("m.patient_id", db.scope))
      """
    ) { try $0.int(0) } ?? 0
  }
}

/// Whether a patient would be told of a change to an appointment now, and if not, why.
enum Telling: String, Sendable {
  /// By mail, and perhaps by more.
  case mail
  /// Not by mail, but in the portal.
  case portal
  case noAddress, mailOff, notExpected

  var isTold: Bool { self == .mail || self == .portal }

  /// Key of what is said of it.
  var words: String {
    switch self {
    case .mail: "calendar.notify.mail"
    case .portal: "calendar.notify.portal"
    case .noAddress: "calendar.notify.noAddress"
    case .mailOff: "calendar.notify.mailOff"
    case .notExpected: "calendar.notify.notExpected"
    }
  }

  static func read(
    _ id: AppointmentID, sendsMail: Bool, now: Instant, in db: borrowing TenantReader
  ) throws -> Telling {
    let found = try db.first(
      """
      SELECT p.sealed_email IS NOT NULL, p.is_deceased, \(isReadInPortal(db.scope, now))
      FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(id)
      """
    ) { row in
      if try row.bool(1) { return Telling.notExpected }
      if sendsMail, try row.bool(0) { return .mail }
      return try row.bool(2) ? .portal : sendsMail ? .noAddress : .mailOff
    }
    return found ?? .noAddress
  }

  /// Of a session: by mail where there is mail, each who has an address; else in the portal when it tells any of those who
  /// take part.
  static func read(
    _ group: GroupID, sendsMail: Bool, now: Instant, in db: borrowing TenantReader
  ) throws -> Telling {
    guard !sendsMail else { return .mail }
    let found = try db.first(
      """
      SELECT 1 FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id AND NOT p.is_deceased
      WHERE a.practice_id = \(db.scope) AND a.group_id = \(group)
        AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled')
        AND \(isReadInPortal(db.scope, now)) LIMIT 1
      """
    ) { _ in true }
    return found == nil ? .mailOff : .portal
  }

  /// Of `p`, a patient: they or somebody who acts for them can sign in, and news of changes stands there.
  private static func isReadInPortal(_ scope: TenantScope, _ now: Instant) -> SQL {
    """
    \(PortalReach.condition(scope, now: now))
      AND (SELECT COUNT(*) FROM messaging_rule m
        WHERE m.practice_id = \(scope) AND m.rule IN ('change', 'cancellation') AND m.is_active
          AND FIND_IN_SET('inApp', m.channels) > 0) = 2
    """
  }
}
