import Core
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Patients

/// Every table that says something about a patient is in a copy, or is left out for a reason that was reviewed.
@Suite struct ExportedTablesTests {
  /// Which section tells it.
  private static let exported: [String: ExportSection.Kind] = [
    "patients_patient": .person, "patients_erasure": .person, "identity_related_person": .guardians,
    "patients_care_team": .team, "scheduling_appointment": .visits, "scheduling_waitlist_entry": .wishes,
    "clinical_encounter": .encounters,
    "clinical_condition": .conditions, "clinical_allergy": .allergies, "clinical_medication": .medications,
    "clinical_immunization": .immunizations, "clinical_observation": .observations, "patients_consent": .consents,
    "messaging_notice": .mails, "messaging_message": .messages, "messaging_preference": .person, "audit_event": .access,
    "patients_emergency_access": .emergencies,
  ]
  private static let leftOut: [String: String] = [
    "identity_email_challenge": "hashes of links and codes that live for ten minutes; the mail itself is listed",
    "identity_portal_account": "secrets of signing in; the address is the record's own",
    "identity_passkey": "secrets of signing in", "identity_recovery_code": "secrets of signing in",
    "scheduling_feed": "a secret address as its hash, and when it was fetched; its appointments are in the copy",
    "identity_session": "who is signed in now, for hours; what was done stands in the trail",
    "scheduling_freed_time":
      "when an appointment was given up, for days: the appointment and the trail say it for good",
    "scheduling_claim": "the place of an appointment in the calendar: the appointment says the same",
    "scheduling_place": "which numbered place of a session an appointment takes: the appointment says that it stands",
    "scheduling_google_copy":
      "that an appointment stands in its practitioner's own calendar; the trail says so as well",
    "patients_export": "the orders of copies themselves; the trail lists them",
    "patients_export_part": "the copies themselves",
  ]

  /// Columns that lead to a patient, by themselves or through something that is theirs.
  @Test func everyTableAboutAPatientIsCopiedOrNamed() throws {
    var tables: Set<String> = []
    try TestServer.connectAsRoot().run(
      """
      SELECT DISTINCT table_name FROM information_schema.columns
      WHERE table_schema = 'praxis_store'
        AND column_name IN ('patient_id', 'appointment_id', 'account_id', 'challenge_id', 'on_behalf_of')
      """
    ) { row in tables.insert(try row.text(0)) }
    // The patient's own row names itself `id`.
    tables.insert("patients_patient")
    let known = Set(Self.exported.keys).union(Self.leftOut.keys)
    #expect(Set(Self.exported.keys).isDisjoint(with: Self.leftOut.keys))
    #expect(tables.subtracting(known).sorted() == [], "say how a copy tells them, or why it does not")
    #expect(known.subtracting(tables).sorted() == [], "no such tables")
    #expect(Set(Self.exported.values) == Set(ExportSection.Kind.allCases), "a section without a table")
  }

  @Test func everySectionIsWired() {
    #expect(ExportFixture.exporter().sections.map(\.kind) == ExportSection.Kind.allCases)
  }
}
