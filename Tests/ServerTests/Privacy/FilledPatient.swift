import Clinical
import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import Patients
@testable import Server
import SQL
import Testing
import TestSupport

/// A patient of whom every table says something.
struct FilledPatient {
  let patient: PatientID
  /// Of somebody who acts for them alone.
  let guardianAccount: EntityID

  /// A practice on keys of its own.
  final class Place {
    let keys: KeyFolder
    let slug = "e" + Hex.encode(SecureRandom.bytes(8))
    let user = UserID.make()
    private let (service, practitioner, importID) = (EntityID.make(), EntityID.make(), EntityID.make())
    /// Of somebody who acts for two.
    let shared = EntityID.make()
    /// The Google Calendar of who treats them.
    private let google = EntityID.make()
    /// A session that they all take part in.
    private let group = EntityID.make()
    private var day = 3

    init() throws {
      keys = try KeyFolder()
      let connection = try keys.connect()
      try connection.provision(
        NewPractice(slug: slug, name: "Shred", zoneName: "Europe/Berlin", language: .en, currencyCode: "EUR"),
        now: .now)
      try inside { tx in
        try TestPractice.add(self.user, "Mira", "\(self.user)@example.com", .practitioner, in: tx)
        let name = try tx.seal("a.json", SealedColumn("patients_import", "file_name"), row: self.importID)
        try tx.execute(
          """
          INSERT INTO patients_import (practice_id, id, file_name, file_hash, state, created_at, finished_at)
          VALUES (\(tx.scope), \(self.importID), TO_BASE64(\(name)), \(SecureRandom.bytes(32)), 'imported',
            \(Instant.now), \(Instant.now))
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_resource (practice_id, id, kind, name)
          VALUES (\(tx.scope), \(self.practitioner), 'practitioner', 'Mira')
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_service (practice_id, id, name, description, minutes)
          VALUES (\(tx.scope), \(self.service), 'Visit', '', 30)
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, places, starts_at, ends_at,
            buffer_before, buffer_after, created_at)
          VALUES (\(tx.scope), \(self.group), \(self.service), \(self.practitioner), 60, \(Instant.now),
            \(Instant.now.adding(minutes: 30)), 0, 0, \(Instant.now))
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_google (practice_id, id, user_id, resource_id, state, created_at)
          VALUES (\(tx.scope), \(self.google), \(self.user), \(self.practitioner), 'refused', \(Instant.now))
          """)
      }
    }

    func inside(about patient: PatientID? = nil, _ body: (borrowing TenantTransaction) throws -> Void) throws {
      let done: Bool? = try keys.connect().withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
        try db.transaction(AuditEvent("test.fill", "patients_patient", nil, patient: patient), body)
        return true
      }
      guard done != nil else { throw TestFailure("the practice is gone") }
    }

    func fill() throws -> FilledPatient {
      let filled = FilledPatient(patient: .make(), guardianAccount: .make())
      try inside { tx in try TestPractice.add(filled.patient, in: tx) }
      try fill(filled)
      return filled
    }

    /// As a dump from before would have it: the row of the patient is full again, and all that belongs to it.
    func putBack(_ filled: FilledPatient) throws {
      try keysFromBefore()
      try inside { tx in
        try tx.execute(
          """
          UPDATE patients_patient SET erased_at = NULL, contact_erased_at = NULL, restricted_at = NULL
          WHERE practice_id = \(tx.scope) AND id = \(filled.patient)
          """)
        try tx.execute(
          "DELETE FROM patients_erasure WHERE practice_id = \(tx.scope) AND patient_id = \(filled.patient)")
        try tx.execute(
          "DELETE FROM patients_consent WHERE practice_id = \(tx.scope) AND patient_id = \(filled.patient)")
      }
      try fill(filled)
    }
    private var patientKeys = Data()
    private func keysFromBefore() throws { try patientKeys.write(to: URL(filePath: keys.patientKeyFile)) }

    func erase(_ patient: PatientID, _ part: PatientPart) throws {
      if patientKeys.isEmpty {
        patientKeys = try #require(FileManager.default.contents(atPath: keys.patientKeyFile))
      }
      let eraser = ErasureWiring.eraser(keys.configuration)
      let done: Bool? = try keys.connect().withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
        let entry = ErasureLedger.Entry(practice: db.scope.practice.id, patient: patient.id, part: part)
        try ErasureLedger(path: keys.configuration.erasureLedger).add(entry, at: .now)
        try PatientKeyFile.forget(
          [(entry.practice, entry.patient, part)], path: keys.patientKeyFile, keyFile: keys.keyFile)
        try db.transaction(AuditEvent("patient.erase", "patients_patient", patient.id)) { tx in
          try Erasures.apply(part, of: patient, eraser, now: .now, in: tx)
        }
        return true
      }
      guard done != nil else { throw TestFailure("the practice is gone") }
    }

    /// Somebody acts for both.
    func share(_ one: FilledPatient, _ other: FilledPatient) throws {
      try inside { tx in
        try Self.addAccount(self.shared, of: nil, in: tx)
        for patient in [one.patient, other.patient] { try Self.relate(self.shared, to: patient, in: tx) }
      }
    }
    func exists(account: EntityID) throws -> Bool {
      var count = 0
      try inside { tx in
        count =
          try tx.first(
            "SELECT COUNT(*) FROM identity_portal_account WHERE practice_id = \(tx.scope) AND id = \(account)"
          ) { try $0.int(0) } ?? 0
      }
      return count == 1
    }

    // MARK: Rows

    private func fill(_ filled: FilledPatient) throws {
      day += 1
      try inside(about: filled.patient) { tx in
        try self.addDetails(of: filled.patient, in: tx)
        try self.addVisit(of: filled.patient, in: tx)
        try self.addWish(of: filled.patient, in: tx)
        for account in [filled.patient.id, filled.guardianAccount] {
          try Self.addAccount(account, of: account == filled.patient.id ? filled.patient : nil, in: tx)
          try Self.addSignIn(account, filled.patient, in: tx)
        }
        try Self.relate(filled.guardianAccount, to: filled.patient, in: tx)
        try self.addRelations(of: filled.patient, in: tx)
        try self.addMessages(of: filled, in: tx)
      }
    }

    private func addDetails(of patient: PatientID, in tx: borrowing TenantTransaction) throws {
      let email = try tx.seal("pat@example.org", SealedColumn("patients_patient", "sealed_email"), row: patient.id)
      try tx.execute(
        """
        UPDATE patients_patient SET sealed_email = \(email), sealed_note = \(email)
        WHERE practice_id = \(tx.scope) AND id = \(patient)
        """)
      for kind in ClinicalKind.allCases {
        var content = ClinicalContent()
        content.title = "\(kind.rawValue)"
        let status = kind == .allergy || kind == .condition || kind == .medication ? "active" : "completed"
        try ClinicalRecords.insert(
          NewClinicalRecord(
            kind: kind, patient: patient, status: status, mark: "", from: .now, to: nil, content: content,
            sourceIndex: SecureRandom.bytes(16), importID: importID), now: .now, in: tx)
      }
      try Self.addConsent(of: patient, in: tx)
      try tx.execute(
        """
        INSERT INTO messaging_preference (practice_id, patient_id, zone, no_email_by, no_email_at)
        VALUES (\(tx.scope), \(patient), 'Asia/Jerusalem', 'staff', \(Instant.now))
        """)
      try Self.addCopyAndFeed(of: patient, in: tx)
      try tx.execute(
        """
        INSERT INTO patients_erasure (practice_id, id, patient_id, part, due_on, requested_at)
        VALUES (\(tx.scope), \(EntityID.make()), \(patient), 'contact', '2030-01-01', \(Instant.now))
        """)
    }

    private static func addCopyAndFeed(of patient: PatientID, in tx: borrowing TenantTransaction) throws {
      let (export, part) = (EntityID.make(), EntityID.make())
      try tx.execute(
        """
        INSERT INTO patients_export (practice_id, id, patient_id, ordered_by, language, state, ordered_at, expires_at)
        VALUES (\(tx.scope), \(export), \(patient), 'staff', 'en', 'ready', \(Instant.now),
          \(Instant.now.adding(days: 7)))
        """)
      let content = SealedColumn("patients_export_part", "sealed_content")
      try tx.execute(
        """
        INSERT INTO patients_export_part (practice_id, id, export_id, patient_id, kind, position, sealed_content)
        VALUES (\(tx.scope), \(part), \(export), \(patient), 'archive', 0,
          \(tx.seal("archive", content, row: part, patient: patient)))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_feed (practice_id, id, holder_id, subject_id, patient_id, token_hash, created_at)
        VALUES (\(tx.scope), \(EntityID.make()), \(patient), \(patient), \(patient), \(SecureRandom.bytes(32)),
          \(Instant.now))
        """)
    }

    private static func addConsent(of patient: PatientID, in tx: borrowing TenantTransaction) throws {
      let text = EntityID.make()
      try tx.execute(
        """
        INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at)
        VALUES (\(tx.scope), \(text), 'treatment', 'en', \(Int.random(in: 1...1_000_000_000)), 'Yes', \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by)
        VALUES (\(tx.scope), \(EntityID.make()), \(patient), 'treatment', \(text), \(Instant.now), 'patient')
        """)
    }

    private func addVisit(of patient: PatientID, in tx: borrowing TenantTransaction) throws {
      let appointment = AppointmentID.make()
      let start = Instant(microseconds: (Instant.now.microseconds / 86_400_000_000 - Int64(day)) * 86_400_000_000)
      let end = start.adding(minutes: 30)
      let note = try tx.seal(
        "wish", SealedColumn("scheduling_appointment", "sealed_note"), row: appointment.id, patient: patient)
      let answer = try tx.seal(
        "not us", SealedColumn("scheduling_appointment", "sealed_answer"), row: appointment.id, patient: patient)
      try tx.execute(
        """
        INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, starts_at,
          ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency, cancel_notice_minutes,
          late_fee_minor, source, language, sealed_note, sealed_answer, created_at)
        VALUES (\(tx.scope), \(appointment), \(patient), \(service), \(practitioner), 'booked', \(start), \(end),
          \(start), 'UTC', 0, 0, 9500, 'EUR', 1440, 0, 'online', 'en', \(note), \(answer), \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, appointment_id)
        VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start), \(end), \(appointment))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_place (practice_id, group_id, number, appointment_id)
        VALUES (\(tx.scope), \(group), \(day), \(appointment))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_google_copy (practice_id, google_id, entry_id, appointment_id, wish, is_due)
        VALUES (\(tx.scope), \(google), \(appointment), \(appointment), 1, FALSE)
        """)
      try Self.addNotice("appointment", appointment.id, of: patient, in: tx)
    }

    /// A wish, a time that was offered to it and one that the patient gave up, with a mail about the offer.
    private func addWish(of patient: PatientID, in tx: borrowing TenantTransaction) throws {
      let (entry, offer) = (EntityID.make(), EntityID.make())
      let start = Instant.now.adding(days: day)
      try tx.execute(
        """
        INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts,
          notice_hours, source, state, created_at)
        VALUES (\(tx.scope), \(entry), \(patient), \(service), 127, 7, 0, 'staff', 'offered', \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
          ends_at, expires_at, created_at)
        VALUES (\(tx.scope), \(offer), \(entry), \(SecureRandom.bytes(32)), \(service), \(practitioner), \(start),
          \(start.adding(minutes: 30)), \(start), \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_freed_time (practice_id, id, practitioner_id, starts_at, ends_at, patient_id, created_at)
        VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start), \(start.adding(minutes: 30)), \(patient),
          \(Instant.now))
        """)
      try Self.addNotice("offer", offer, of: patient, in: tx)
      try Self.addNotice("wish", entry, of: patient, in: tx)
    }

    private static func addAccount(
      _ account: EntityID, of patient: PatientID?, in tx: borrowing TenantTransaction
    ) throws {
      let email = "\(account)@guardians.example"
      let sealed = try tx.seal(email, SealedColumn("identity_portal_account", "sealed_email"), row: account)
      let index = try tx.blindIndex(email, of: "email")
      try tx.execute(
        """
        INSERT INTO identity_portal_account (practice_id, id, patient_id, sealed_email, email_index, created_at)
        VALUES (\(tx.scope), \(account), \(patient), \(patient == nil ? sealed : nil), \(patient == nil ? index : nil),
          \(Instant.now))
        """)
    }

    private static func addSignIn(
      _ account: EntityID, _ patient: PatientID, in tx: borrowing TenantTransaction
    ) throws {
      let challenge = EntityID.make()
      let acting = account == patient.id ? nil : account
      try tx.execute(
        """
        INSERT INTO identity_email_challenge (practice_id, id, link_hash, code_hash, browser_hash, patient_id,
          account_id, created_at, expires_at)
        VALUES (\(tx.scope), \(challenge), \(SecureRandom.bytes(32)), \(SecureRandom.bytes(32)),
          \(SecureRandom.bytes(32)), \(patient), \(acting), \(Instant.now), \(Instant.now.adding(minutes: 10)))
        """)
      try addNotice("challenge", challenge, of: patient, in: tx)
      try addNotice("account", account, of: acting == nil ? patient : nil, in: tx)
      try tx.execute(
        """
        INSERT INTO identity_passkey (practice_id, id, account_id, credential_id, credential_hash, algorithm, public_key,
          sign_count, is_backed_up, name, created_at)
        VALUES (\(tx.scope), \(EntityID.make()), \(account), \(SecureRandom.bytes(16)), \(SecureRandom.bytes(32)), -7,
          \(SecureRandom.bytes(64)), 0, FALSE, 'Phone', \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO identity_recovery_code (practice_id, id, account_id, code_hash)
        VALUES (\(tx.scope), \(EntityID.make()), \(account), \(SecureRandom.bytes(32)))
        """)
      try tx.execute(
        """
        INSERT INTO identity_session (practice_id, id, token_hash, kind, patient_id, account_id, created_at, seen_at,
          expires_at)
        VALUES (\(tx.scope), \(EntityID.make()), \(SecureRandom.bytes(32)), 'patient', \(patient), \(acting),
          \(Instant.now), \(Instant.now), \(Instant.now.adding(hours: 12)))
        """)
    }

    private static func relate(
      _ account: EntityID, to patient: PatientID, in tx: borrowing TenantTransaction
    ) throws {
      let id = EntityID.make()
      let name = try tx.seal("Grete", SealedColumn("identity_related_person", "sealed_name"), row: id)
      try tx.execute(
        """
        INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation, created_at)
        VALUES (\(tx.scope), \(id), \(account), \(patient), \(name), 'parent', \(Instant.now))
        """)
    }

    private func addRelations(of patient: PatientID, in tx: borrowing TenantTransaction) throws {
      try tx.execute(
        """
        INSERT INTO patients_care_team (practice_id, patient_id, user_id, created_at)
        VALUES (\(tx.scope), \(patient), \(user), \(Instant.now))
        """)
      let id = EntityID.make()
      let reason = try tx.seal(
        "fell", SealedColumn("patients_emergency_access", "sealed_reason"), row: id, patient: patient)
      try tx.execute(
        """
        INSERT INTO patients_emergency_access (practice_id, id, user_id, patient_id, sealed_reason, created_at,
          expires_at)
        VALUES (\(tx.scope), \(id), \(user), \(patient), \(reason), \(Instant.now), \(Instant.now.adding(hours: 1)))
        """)
    }
  }
}
