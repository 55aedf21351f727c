public import Crypto
internal import SQL

/// A column with sealed values, as a rotation of keys and an erasure must know it.
public struct SealedPlace: Sendable {
  /// How the bytes lie in the column.
  enum Form: Sendable { case bytes, base64 }

  /// Whose data it is.
  enum Subject: Sendable {
    /// The practice's, or its staff's.
    case practice
    /// The row is a patient.
    case patientRow
    /// A patient's; the statement that finds them.
    case patient(SQL)
    /// A patient's or a member of staff's.
    case maybePatient(SQL)
  }

  public let column: SealedColumn
  let subject: Subject
  let part: PatientPart
  let form: Form
  /// Rows read and written in one transaction: few where each may be large.
  let rowsAtOnce: Int

  init(
    _ table: StaticString, _ column: StaticString, _ subject: Subject, _ part: PatientPart = .record,
    form: Form = .bytes, rowsAtOnce: Int = 100
  ) {
    self.column = SealedColumn(table, column)
    self.subject = subject
    self.part = part
    self.form = form
    self.rowsAtOnce = rowsAtOnce
  }

  public var name: String { "\(column.table).\(column.column)" }

  /// The patient a row belongs to, as a column of a statement about `t`.
  var patient: SQL {
    switch subject {
    case .practice: "NULL"
    case .patientRow: "t.id"
    case .patient(let find), .maybePatient(let find): find
    }
  }
}

/// Every column of the schema that holds sealed values. A migration that adds one adds it here, or
/// `everySealedColumnIsKnown` fails: what is not listed would be lost when the key it was sealed with is destroyed.
public enum SealedPlaces {
  public static let all: [SealedPlace] = [
    SealedPlace("patients_patient", "sealed_name", .patientRow),
    SealedPlace("patients_patient", "sealed_birth_date", .patientRow),
    SealedPlace("patients_patient", "sealed_email", .patientRow, .contact),
    SealedPlace("patients_patient", "sealed_phone", .patientRow, .contact),
    SealedPlace("patients_patient", "sealed_address", .patientRow, .contact),
    SealedPlace("patients_patient", "sealed_note", .patientRow, .contact),
    SealedPlace("patients_import", "file_name", .practice, form: .base64),
    SealedPlace("patients_import", "sealed_content", .practice, rowsAtOnce: 1),
    SealedPlace("clinical_allergy", "sealed_content", .patient("t.patient_id")),
    SealedPlace("clinical_condition", "sealed_content", .patient("t.patient_id")),
    SealedPlace("clinical_encounter", "sealed_content", .patient("t.patient_id")),
    SealedPlace("clinical_immunization", "sealed_content", .patient("t.patient_id")),
    SealedPlace("clinical_medication", "sealed_content", .patient("t.patient_id")),
    SealedPlace("clinical_observation", "sealed_content", .patient("t.patient_id")),
    SealedPlace("scheduling_appointment", "sealed_note", .patient("t.patient_id")),
    SealedPlace("scheduling_appointment", "sealed_override_reason", .patient("t.patient_id")),
    SealedPlace("scheduling_appointment", "sealed_cancel_reason", .patient("t.patient_id")),
    SealedPlace("scheduling_appointment", "sealed_answer", .patient("t.patient_id")),
    SealedPlace("messaging_notice", "sealed_recipient", .maybePatient(noticePatient), .contact),
    SealedPlace("messaging_notice", "sealed_parameters", .maybePatient(noticePatient), .contact),
    SealedPlace("messaging_notice", "sealed_text", .maybePatient(noticePatient), .contact),
    SealedPlace("messaging_message", "sealed_text", .patient("t.patient_id")),
    SealedPlace("messaging_carrier", "sealed_token", .practice),
    SealedPlace("messaging_trial", "sealed_recipient", .practice),
    SealedPlace("identity_user", "sealed_email", .practice),
    SealedPlace("identity_user", "sealed_totp", .practice),
    SealedPlace("identity_provider", "sealed_secret", .practice),
    SealedPlace("identity_staff_link", "sealed_email", .practice),
    SealedPlace("identity_staff_link", "sealed_reason", .practice),
    SealedPlace("identity_portal_account", "sealed_email", .practice),
    SealedPlace("identity_portal_account", "sealed_totp", .practice),
    SealedPlace("identity_related_person", "sealed_name", .practice),
    SealedPlace("patients_emergency_access", "sealed_reason", .patient("t.patient_id")),
    SealedPlace("patients_export_part", "sealed_content", .patient("t.patient_id"), .contact, rowsAtOnce: 1),
    SealedPlace("patients_export_part", "sealed_record", .patient("t.patient_id"), rowsAtOnce: 1),
    SealedPlace("scheduling_external", "sealed_name", .practice),
    SealedPlace("scheduling_external", "sealed_address", .practice),
    SealedPlace("scheduling_external", "sealed_login", .practice),
    SealedPlace("scheduling_external", "sealed_password", .practice),
    SealedPlace("scheduling_external", "sealed_etag", .practice),
    SealedPlace("scheduling_external", "sealed_modified", .practice),
    SealedPlace("scheduling_google", "sealed_refresh", .practice),
    SealedPlace("scheduling_google", "sealed_access", .practice),
    SealedPlace("scheduling_google", "sealed_choices", .practice),
    SealedPlace("scheduling_google", "sealed_calendar", .practice),
    SealedPlace("oversight_incident", "sealed_note", .practice),
  ]

  private static let noticePatient: SQL = """
    COALESCE(
      (SELECT m.patient_id FROM messaging_message m
       WHERE m.practice_id = t.practice_id AND m.id = t.message_id),
      (SELECT a.patient_id FROM scheduling_appointment a
       WHERE a.practice_id = t.practice_id AND a.id = t.appointment_id),
      (SELECT c.patient_id FROM identity_email_challenge c
       WHERE c.practice_id = t.practice_id AND c.id = t.challenge_id),
      (SELECT a.patient_id FROM identity_portal_account a
       WHERE a.practice_id = t.practice_id AND a.id = t.account_id),
      (SELECT e.patient_id FROM scheduling_offer o
       JOIN scheduling_waitlist_entry e ON e.practice_id = o.practice_id AND e.id = o.entry_id
       WHERE o.practice_id = t.practice_id AND o.id = t.offer_id),
      (SELECT e.patient_id FROM scheduling_waitlist_entry e
       WHERE e.practice_id = t.practice_id AND e.id = t.entry_id))
    """

  private static let byName: [String: SealedPlace] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func place(of column: SealedColumn) -> SealedPlace? { byName["\(column.table).\(column.column)"] }
}
