import Core
import Database
import SQL

/// Notices that the message of another one tells of as well: of the other appointments of a series, or of the patient's
/// places in the other sessions of one, that were moved or cancelled in one go. Twenty dates are one mail.
///
/// Each appointment keeps a notice of its own, so that none is forgotten when the others change again meanwhile. Whichever
/// is sent first takes those along that still wait; they share its fate.
struct Companion: Sendable {
  let notice: Notice
  let visit: Visit
}

enum Companions {
  /// Candidates by time: written in the same transaction, and not told of yet. Whether they are still true is for the
  /// sender to see. Only what is with the same practitioner in the same place: the message says that once. A second place
  /// in one session has a message of its own, with its own link.
  static func find(
    of notice: Notice, _ visit: Visit, in db: borrowing TenantReader
  ) throws -> [Companion] {
    let ids = try db.rows(
      """
      SELECT n.id, o.id FROM scheduling_appointment a
      JOIN scheduling_appointment o ON o.practice_id = \(db.scope) AND o.patient_id = a.patient_id
        AND o.changed_at = a.changed_at AND o.id <> a.id AND o.practitioner_id = a.practitioner_id
        AND o.location_id <=> a.location_id AND o.zone = a.zone
      LEFT JOIN scheduling_group g ON g.practice_id = \(db.scope) AND g.id = a.group_id
      LEFT JOIN scheduling_group h ON h.practice_id = \(db.scope) AND h.id = o.group_id AND h.id <> g.id
      JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.appointment_id = o.id AND n.occurrence = o.sequence
      WHERE a.practice_id = \(db.scope) AND a.id = \(visit.appointment) AND n.rule = \(notice.rule)
        AND n.channel = \(notice.channel.rawValue) AND n.state = 'waiting'
        AND (o.series_id = a.series_id OR h.series_id = g.series_id)
      ORDER BY o.starts_at
      """
    ) { (try $0.id(0, as: NoticeID.self), try $0.id(1, as: AppointmentID.self)) }
    return try ids.compactMap { id, appointment in
      guard let notice = try Notices.find(id, in: db), let visit = try Visits.find(appointment, in: db) else {
        return nil
      }
      return Companion(notice: notice, visit: visit)
    }
  }

  /// Those that a message which is on its way, or ended, took along.
  static func taken(by notice: NoticeID, in db: borrowing TenantReader) throws -> [Notice] {
    try db.rows(
      "SELECT id FROM messaging_notice WHERE practice_id = \(db.scope) AND with_id = \(notice) ORDER BY id"
    ) { try $0.id(0, as: NoticeID.self) }.compactMap { try Notices.find($0, in: db) }
  }
}
