import Core
import Crypto
import Database
import SQL

enum Appointments {
  static let noteColumn = SealedColumn("scheduling_appointment", "sealed_note")
  static let reasonColumn = SealedColumn("scheduling_appointment", "sealed_override_reason")
  static let cancelReasonColumn = SealedColumn("scheduling_appointment", "sealed_cancel_reason")
  static let answerColumn = SealedColumn("scheduling_appointment", "sealed_answer")

  static let columns: SQL = """
    a.id, a.version, a.sequence, a.patient_id, a.service_id, a.practitioner_id, a.room_id, a.device_id, a.status,
    a.payment, a.starts_at, a.ends_at, a.zone, a.buffer_before, a.buffer_after, a.lane, a.price_minor, a.currency,
    a.cancel_notice_minutes, a.late_fee_minor, a.language, a.answer_by, a.group_id,
    a.location_id
    """

  /// How many those are: what a statement reads after them begins here.
  static let columnCount = 24

  static func read(_ row: borrowing Row) throws -> Appointment {
    guard let currency = Currency(code: try row.text(17)) else {
      throw UnknownCurrency(description: "an appointment has a currency we do not know")
    }
    return Appointment(
      id: try row.id(0), version: try row.int(1), sequence: try row.int(2), patient: try row.id(3),
      service: try row.id(4),
      assignment: Availability.Assignment(
        practitioner: try row.id(5), room: try row.idIfPresent(6, as: ResourceID.self),
        device: try row.idIfPresent(7, as: ResourceID.self),
        location: try row.idIfPresent(23, as: LocationID.self)),
      status: try row.choice(8), payment: try row.choice(9),
      span: TimeSpan(start: try row.instant(10), end: try row.instant(11)), zoneName: try row.text(12),
      bufferBefore: try row.int(13), bufferAfter: try row.int(14), lane: try row.int(15),
      price: Money(minor: Int64(try row.int(16)), currency), cancelNoticeMinutes: try row.int(18),
      lateFee: Money(minor: Int64(try row.int(19)), currency), language: try row.choice(20),
      answerBy: try row.instantIfPresent(21), group: try row.idIfPresent(22, as: GroupID.self))
  }

  static func find(_ id: AppointmentID, in db: borrowing TenantReader) throws -> Appointment? {
    try db.first(
      "SELECT \(columns) FROM scheduling_appointment a WHERE a.practice_id = \(db.scope) AND a.id = \(id)", read)
  }
  /// The appointment a form has already made, when it is sent a second time.
  static func made(by formKey: [UInt8], in db: borrowing TenantReader) throws -> Appointment? {
    try db.first(
      "SELECT \(columns) FROM scheduling_appointment a WHERE a.practice_id = \(db.scope) AND a.form_key = \(formKey)",
      read)
  }
}

struct UnknownCurrency: Error, CustomStringConvertible {
  let description: String
}
