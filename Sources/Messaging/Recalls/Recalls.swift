import Core
import Database
import SQL
import Web

/// Asking somebody to come again, long after a visit. Everything is read again when its time has come: who has found their
/// way back meanwhile is not asked.
enum Recalls {
  static func reasonAgainst(
    _ notice: Notice, _ visit: Visit, now: Instant, in db: borrowing TenantReader
  ) throws -> NoticeOutcome? {
    if try returns(visit, by: "o.status IN ('arrived', 'checkedIn', 'fulfilled')", in: db) { return .cameAgain }
    let open: SQL = "(o.status IN ('booked', 'proposed') OR o.status = 'pending' AND o.answer_by > \(now))"
    if try returns(visit, by: open, in: db) { return .bookedAgain }
    if try isWaiting(visit.patient, in: db) { return .onWaitlist }
    if try wasAsked(notice, visit.appointment, in: db) { return .askedAlready }
    return try isBookable(visit.service, in: db) ? nil : .notBookable
  }

  /// Another message after the same visit was taken for sending since this one was looked at.
  struct AskedMeanwhile: Error {}

  /// Looks once more, where nobody else can take another one of the same visit: the appointment is locked.
  static func claim(_ notice: Notice, in tx: borrowing TenantTransaction) throws {
    guard case .appointment(let id, _, let rule) = notice.topic, rule.kind == .comeAgain else { return }
    _ = try tx.first(
      "SELECT version FROM scheduling_appointment WHERE practice_id = \(tx.scope) AND id = \(id) FOR UPDATE"
    ) { try $0.int(0) }
    if try wasAsked(notice, id, in: tx.reader) { throw AskedMeanwhile() }
  }

  /// The page where the same is booked, with the same person while they still offer it.
  static func bookPath(_ visit: Visit, in db: borrowing TenantReader) throws -> String {
    let person = try db.first(
      """
      SELECT r.id FROM scheduling_appointment a
      JOIN scheduling_service_resource o ON o.practice_id = \(db.scope) AND o.service_id = a.service_id
        AND o.resource_id = a.practitioner_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.resource_id AND r.is_active
      WHERE a.practice_id = \(db.scope) AND a.id = \(visit.appointment)
      """
    ) { try $0.id(0) }
    let chosen = [("service", visit.service.description)] + (person.map { [("with", $0.description)] } ?? [])
    return "/\(db.practice.slug)/book?" + URLComponent.query(chosen)
  }

  /// Whether there is a later appointment of the patient of this kind, whatever the service. Of several places in one
  /// session the last stands for all.
  private static func returns(_ visit: Visit, by condition: SQL, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM scheduling_appointment o
      WHERE o.practice_id = \(db.scope) AND o.patient_id = \(visit.patient)
        AND (o.starts_at > \(visit.start) OR o.starts_at = \(visit.start) AND o.id > \(visit.appointment))
        AND \(condition) LIMIT 1
      """
    ) { _ in true } ?? false
  }

  private static func isWaiting(_ patient: PatientID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM scheduling_waitlist_entry
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND state IN ('waiting', 'offered') LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// By another rule of the practice: one visit is followed by one such message of a channel.
  private static func wasAsked(_ notice: Notice, _ visit: AppointmentID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(visit) AND id <> \(notice.id)
        AND channel = \(notice.channel.rawValue) AND rule LIKE 'comeAgain%' AND state IN ('sending', 'sent') LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Online, by somebody who has been there.
  private static func isBookable(_ service: EntityID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM scheduling_service s
      JOIN practices_practice p ON p.practice_id = \(db.scope) AND p.books_online
      JOIN scheduling_service_resource o ON o.practice_id = \(db.scope) AND o.service_id = s.id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.resource_id
        AND r.kind = 'practitioner' AND r.is_active
      WHERE s.practice_id = \(db.scope) AND s.id = \(service) AND s.is_active AND s.books_online
        AND s.audience <> 'new' LIMIT 1
      """
    ) { _ in true } ?? false
  }
}
