import Core
import Crypto
import Database
import SQL

/// An appointment is priced in a currency that this version does not know.
struct UnknownCurrency: Error {}

enum Visits {
  /// Declared by Patients; read here.
  static let emailColumn = SealedColumn("patients_patient", "sealed_email")
  static let phoneColumn = SealedColumn("patients_patient", "sealed_phone")

  static func find(_ id: AppointmentID, in db: borrowing TenantReader) throws -> Visit? {
    let own = try contact(in: db)
    return try db.first(
      """
      SELECT a.sequence, a.status, a.starts_at, a.ends_at, a.zone, r.name, s.mode, IF(l.address = '', l.name, IF((SELECT COUNT(*) FROM practices_location n
          WHERE n.practice_id = a.practice_id AND n.is_active) > 1, CONCAT(l.name, ', ', l.address), l.address)),
        a.price_minor, a.currency,
        a.cancel_notice_minutes, a.late_fee_minor, a.late_fee_due, a.language, a.patient_id, p.sealed_email,
        p.is_deceased, p.restricted_at IS NOT NULL, a.version, a.service_id,
        s.name, COALESCE(pn.public_name, ''),
        EXISTS (SELECT 1 FROM patients_consent c WHERE c.practice_id = a.practice_id AND c.patient_id = a.patient_id
          AND c.topic = 'marketing' AND c.withdrawn_at IS NULL),
        mp.zone, mp.no_email_by IS NOT NULL, mp.no_sms_by IS NOT NULL, mp.no_whatsapp_by IS NOT NULL, p.sealed_phone,
        EXISTS (SELECT 1 FROM patients_consent c WHERE c.practice_id = a.practice_id AND c.patient_id = a.patient_id
          AND c.topic = 'sms' AND c.withdrawn_at IS NULL),
        EXISTS (SELECT 1 FROM patients_consent c WHERE c.practice_id = a.practice_id AND c.patient_id = a.patient_id
          AND c.topic = 'whatsapp' AND c.withdrawn_at IS NULL),
        (SELECT COUNT(*) FROM scheduling_appointment o WHERE o.practice_id = a.practice_id AND o.group_id = a.group_id
          AND o.patient_id = a.patient_id
          AND o.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled')),
        a.answer_by, a.cancelled_by, a.was_asked, a.was_asked AND a.sealed_answer IS NOT NULL, p.is_active,
        p.is_active AND p.email_index IS NOT NULL
      FROM scheduling_appointment a
      JOIN scheduling_resource r ON r.practice_id = a.practice_id AND r.id = a.practitioner_id
      JOIN scheduling_service s ON s.practice_id = a.practice_id AND s.id = a.service_id
      JOIN patients_patient p ON p.practice_id = a.practice_id AND p.id = a.patient_id
      LEFT JOIN messaging_preference mp ON mp.practice_id = a.practice_id AND mp.patient_id = a.patient_id
      LEFT JOIN messaging_service_name pn ON pn.practice_id = a.practice_id AND pn.service_id = a.service_id
      LEFT JOIN practices_location l ON l.practice_id = a.practice_id AND l.id = a.location_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(id)
      """
    ) { row in try read(row, id, own) }
  }

  private static func read(_ row: borrowing Row, _ id: AppointmentID, _ own: PracticeContact) throws -> Visit {
    guard let currency = Currency(code: try row.text(9)) else {
      throw UnknownCurrency()
    }
    let patient: PatientID = try row.id(14)
    let email = try row.openedIfPresent(15, emailColumn, row: patient.id)
    let phone = try row.openedIfPresent(27, phoneColumn, row: patient.id)
    let agreed = try [(Channel.sms, 28), (.whatsapp, 29)].filter { try row.bool($0.1) }.map(\.0)
    let place = try row.textIfPresent(7) ?? ""
    let start = try row.instant(2)
    return Visit(
      appointment: id, version: try row.int(18), sequence: try row.int(0), service: try row.id(19),
      serviceName: try row.text(20), publicService: try row.text(21), status: try row.text(1),
      answerBy: try row.instantIfPresent(31), ended: try ended(row), start: start, end: try row.instant(3),
      zoneName: try row.text(4), patientZone: try row.textIfPresent(23), refused: try refused(row),
      practitioner: try row.text(5), isByVideo: try row.text(6) == "video",
      place: place.isEmpty ? own.address : place, price: Money(minor: Int64(try row.int(8)), currency),
      freeUntil: start.adding(minutes: -(try row.int(10))), lateFee: Money(minor: Int64(try row.int(11)), currency),
      isLateFeeDue: try row.bool(12), language: try row.choice(13), patient: patient,
      email: email?.isEmpty == false ? email : nil, phone: phone?.isEmpty == false ? phone : nil,
      agreed: Set(agreed), isPatientDeceased: try row.bool(16),
      isRestricted: try row.bool(17), isActive: try row.bool(35), signsIn: try row.bool(36),
      agreesToNews: try row.bool(22), contact: own,
      places: max(1, try row.int(30)))
  }

  private static func ended(_ row: borrowing Row) throws -> Visit.Ended? {
    guard try row.textIfPresent(32) != nil else { return nil }
    return Visit.Ended(by: try row.choice(32), asRequest: try row.bool(33), hasAnswer: try row.bool(34))
  }

  private static func refused(_ row: borrowing Row) throws -> Set<Channel> {
    // Where no row was found NULL IS NOT NULL is false.
    let flags: [(Channel, Int)] = [(.email, 24), (.sms, 25), (.whatsapp, 26)]
    return Set(try flags.filter { try row.bool($0.1) }.map(\.0))
  }

  static func contact(in db: borrowing TenantReader) throws -> PracticeContact {
    let found = try db.first(
      "SELECT email, phone, address FROM practices_practice WHERE practice_id = \(db.scope)"
    ) { PracticeContact(email: try $0.text(0), phone: try $0.text(1), address: try $0.text(2)) }
    return found ?? PracticeContact(email: "", phone: "", address: "")
  }
}
