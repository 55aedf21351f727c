import Clinical
import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport

/// The rows behind ``Things``.
extension Things {
  func addSettings(_ canary: String, in tx: borrowing TenantTransaction) throws {
    try TestPractice.addPlace(location, canary + " place", in: tx)
    for (id, kind) in [(practitioner, "practitioner"), (room, "room"), (device, "device")] {
      try tx.execute(
        """
        INSERT INTO scheduling_resource (practice_id, id, kind, name, location_id)
        VALUES (\(tx.scope), \(id), \(kind), \(canary + " " + kind), \(location))
        """)
    }
    try tx.execute(
      """
      INSERT INTO scheduling_service (practice_id, id, name, description, minutes)
      VALUES (\(tx.scope), \(service), \(canary + " service"), \(canary), 30)
      """)
    try tx.execute(
      """
      INSERT INTO messaging_rule (practice_id, rule, is_active, minutes, channels)
      VALUES (\(tx.scope), \(rule), TRUE, 4320, 'email')
      """)
    try tx.execute(
      """
      INSERT INTO messaging_text (practice_id, rule, channel, language, subject, body)
      VALUES (\(tx.scope), \(rule), 'email', 'en', \(canary + " subject"), \(canary + " words"))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
      VALUES (\(tx.scope), \(service), \(practitioner))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute)
      VALUES (\(tx.scope), \(hours), \(practitioner), 1, 540, 1020)
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason)
      VALUES (\(tx.scope), \(exception), \(practitioner), '2030-01-01', '2030-01-02', \(canary + " away"))
      """)
  }

  func addPatient(_ canary: String, in tx: borrowing TenantTransaction) throws {
    func sealed(_ text: String, _ column: StaticString) throws -> [UInt8] {
      try tx.seal(text, SealedColumn("patients_patient", column), row: patient.id)
    }
    let email = "\(canary.lowercased())@patients.example"
    try tx.execute(
      """
      INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_email, email_index, sealed_note, language,
        created_at, updated_at)
      VALUES (\(tx.scope), \(patient), \(sealed("\(canary)\u{1f}Example", "sealed_name")),
        \(sealed(email, "sealed_email")), \(tx.blindIndex(email, of: "email")),
        \(sealed("\(canary) note", "sealed_note")), 'en', \(Instant.now), \(Instant.now))
      """)
    // A file's name often is a patient's: it is sealed, as base64.
    let name = try tx.seal(canary + ".json", SealedColumn("patients_import", "file_name"), row: importID)
    try tx.execute(
      """
      INSERT INTO patients_import (practice_id, id, file_name, file_hash, state, created_at, finished_at)
      VALUES (\(tx.scope), \(importID), TO_BASE64(\(name)), \(SecureRandom.bytes(32)), 'imported', \(Instant.now),
        \(Instant.now))
      """)
  }

  /// A record of every kind.
  func addChart(_ canary: String, in tx: borrowing TenantTransaction) throws {
    for kind in ClinicalKind.allCases {
      var content = ClinicalContent()
      content.title = "\(canary) \(kind.rawValue)"
      content.notes = ["\(canary) remark"]
      let status = kind == .allergy || kind == .condition || kind == .medication ? "active" : "completed"
      try ClinicalRecords.insert(
        NewClinicalRecord(
          kind: kind, patient: patient, status: status, mark: "", from: .now, to: nil, content: content,
          sourceIndex: SecureRandom.bytes(16), importID: importID),
        now: .now, in: tx)
    }
  }

  /// An appointment in three days, and a place kept an hour later.
  func addVisits(_ canary: String, in tx: borrowing TenantTransaction) throws {
    let start = Instant(microseconds: (Instant.now.microseconds / 86_400_000_000 + 3) * 86_400_000_000).adding(
      hours: 10)
    let end = start.adding(minutes: 30)
    let note = try tx.seal(
      "\(canary) wish", SealedColumn("scheduling_appointment", "sealed_note"), row: appointment.id, patient: patient)
    let series = EntityID.make()
    try tx.execute(
      """
      INSERT INTO scheduling_series (practice_id, id, rule, first_date, starts_minute, minutes, service_id,
        practitioner_id, created_at)
      VALUES (\(tx.scope), \(series), 'FREQ=DAILY;INTERVAL=1;COUNT=2', \(Zone.utc.local(start).date), 600, 30,
        \(service), \(practitioner), \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, starts_at,
        ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency, cancel_notice_minutes,
        late_fee_minor, source, language, sealed_note, created_at, series_id, series_date)
      VALUES (\(tx.scope), \(appointment), \(patient), \(service), \(practitioner), 'booked', \(start), \(end), \(start),
        'UTC', 0, 0, 9500, 'EUR', 1440, 0, 'online', 'en', \(note), \(Instant.now), \(series),
        \(Zone.utc.local(start).date))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, appointment_id)
      VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start), \(end), \(appointment))
      """)
    let expires = Instant.now.adding(minutes: 10)
    try tx.execute(
      """
      INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, starts_at, ends_at,
        address_hash, expires_at, created_at)
      VALUES (\(tx.scope), \(holdID), \(hold.hash), \(service), \(practitioner), \(start.adding(hours: 1)),
        \(end.adding(hours: 1)), \(SecureRandom.bytes(16)), \(expires), \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, hold_id, expires_at)
      VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start.adding(hours: 1)), \(end.adding(hours: 1)),
        \(holdID), \(expires))
      """)
  }

  /// A calendar elsewhere closes the time of its owner, who treats people: an hour in ten days. Without an owner like
  /// that, whichever test tidies all practices would take it away.
  func addExternal(_ canary: String, in tx: borrowing TenantTransaction) throws {
    let column = { (name: StaticString) in SealedColumn("scheduling_external", name) }
    let own = EntityID.make()
    try tx.execute(
      """
      INSERT INTO scheduling_resource (practice_id, id, kind, name, user_id, is_active)
      VALUES (\(tx.scope), \(own), 'practitioner', \(canary + " owner"), \(user), FALSE)
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_external (practice_id, id, resource_id, user_id, lane, kind, sealed_name, sealed_address,
        created_at, next_at)
      VALUES (\(tx.scope), \(external), \(own), \(user), 100, 'file', 
        \(tx.seal(canary + " family", column("sealed_name"), row: external)),
        \(tx.seal("https://calendar.example/x.ics", column("sealed_address"), row: external)), \(Instant.now),
        \(Instant.now.adding(days: 9)))
      """)
    try addGoogle(canary, own, in: tx)
    try tx.execute(
      """
      INSERT INTO scheduling_claim (practice_id, id, resource_id, lane, starts_at, ends_at, external_id)
      VALUES (\(tx.scope), \(EntityID.make()), \(own), 100, \(Instant.now.adding(days: 10)),
        \(Instant.now.adding(days: 10).adding(hours: 1)), \(external))
      """)
  }

  /// The same person has a Google Calendar whose permission has ended, with one event and one appointment in it.
  private func addGoogle(_ canary: String, _ own: EntityID, in tx: borrowing TenantTransaction) throws {
    let column = { (name: StaticString) in SealedColumn("scheduling_google", name) }
    let google = EntityID.make()
    try tx.execute(
      """
      INSERT INTO scheduling_google (practice_id, id, user_id, resource_id, state, sealed_refresh, sealed_calendar,
        created_at)
      VALUES (\(tx.scope), \(google), \(user), \(own), 'refused',
        \(tx.seal(canary + " key", column("sealed_refresh"), row: google)),
        \(tx.seal(canary + "@google", column("sealed_calendar"), row: google)), \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_google_event (practice_id, google_id, event_index, starts_at, ends_at)
      VALUES (\(tx.scope), \(google), \(SecureRandom.bytes(16)), \(Instant.now), \(Instant.now.adding(hours: 1)))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_google_copy (practice_id, google_id, entry_id, appointment_id, wish, is_due)
      VALUES (\(tx.scope), \(google), \(appointment), \(appointment), 1, FALSE)
      """)
  }

  /// The patient reads their visits in another calendar.
  func addFeed(in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_feed (practice_id, id, holder_id, subject_id, patient_id, token_hash, created_at)
      VALUES (\(tx.scope), \(EntityID.make()), \(patient), \(patient), \(patient), \(feed.hash), \(Instant.now))
      """)
  }

  /// The patient waits, and a time in five days is offered to them.
  func addWish(in tx: borrowing TenantTransaction) throws {
    let start = Instant(microseconds: (Instant.now.microseconds / 86_400_000_000 + 5) * 86_400_000_000).adding(
      hours: 10)
    let (end, expires) = (start.adding(minutes: 30), Instant.now.adding(hours: 2))
    try tx.execute(
      """
      INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts, notice_hours,
        source, state, created_at)
      VALUES (\(tx.scope), \(entry), \(patient), \(service), 127, 7, 0, 'staff', 'offered', \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, starts_at, ends_at,
        address_hash, expires_at, created_at, is_told)
      VALUES (\(tx.scope), \(offer), \(SecureRandom.bytes(32)), \(service), \(practitioner), \(start), \(end),
        \(SecureRandom.bytes(16)), \(expires), \(Instant.now), TRUE)
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, hold_id, expires_at)
      VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start), \(end), \(offer), \(expires))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
        ends_at, expires_at, created_at)
      VALUES (\(tx.scope), \(offer), \(entry), \(tx.reader.offerToken(offer).hash), \(service), \(practitioner),
        \(start), \(end), \(expires), \(Instant.now))
      """)
  }

  func addGuardian(_ canary: String, in tx: borrowing TenantTransaction) throws {
    let email = "\(account)@guardians.example"
    try tx.execute(
      """
      INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, created_at)
      VALUES (\(tx.scope), \(account),
        \(tx.seal(email, SealedColumn("identity_portal_account", "sealed_email"), row: account)),
        \(tx.blindIndex(email, of: "email")), \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation, created_at)
      VALUES (\(tx.scope), \(guardian), \(account), \(patient),
        \(tx.seal(canary + " guardian", SealedColumn("identity_related_person", "sealed_name"), row: guardian)), 'parent',
        \(Instant.now))
      """)
  }

  /// The user treats the patient, and opened the record in an emergency that is over.
  func addRelations(_ canary: String, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO patients_care_team (practice_id, patient_id, user_id, created_at)
      VALUES (\(tx.scope), \(patient), \(user), \(Instant.now))
      """)
    let reason = try tx.seal(
      "\(canary) fell", SealedColumn("patients_emergency_access", "sealed_reason"), row: emergency, patient: patient)
    try tx.execute(
      """
      INSERT INTO patients_emergency_access (practice_id, id, user_id, patient_id, sealed_reason, created_at, expires_at)
      VALUES (\(tx.scope), \(emergency), \(user), \(patient), \(reason), \(Instant.now.adding(hours: -2)),
        \(Instant.now.adding(hours: -1)))
      """)
  }

  /// Ready to be fetched.
  func addExports(_ canary: String, in tx: borrowing TenantTransaction) throws {
    for (id, orderer, owner) in [(export, "staff", tx.scope.practice.id), (ownExport, "patient", patient.id)] {
      let content = Array("\(canary) archive".utf8)
      try tx.execute(
        """
        INSERT INTO patients_export (practice_id, id, patient_id, ordered_by, open_for, language, state, archive_bytes,
          ordered_at, ready_at, expires_at)
        VALUES (\(tx.scope), \(id), \(patient), \(orderer), \(owner), 'en', 'ready', \(content.count), \(Instant.now),
          \(Instant.now), \(Instant.now.adding(days: 7)))
        """)
      let part = EntityID.make()
      let sealed = try tx.seal(
        content, SealedColumn("patients_export_part", "sealed_content"), row: part, patient: patient)
      try tx.execute(
        """
        INSERT INTO patients_export_part (practice_id, id, export_id, patient_id, kind, position, sealed_content)
        VALUES (\(tx.scope), \(part), \(id), \(patient), 'archive', 0, \(sealed))
        """)
    }
  }

  /// Somebody supervises the user.
  func supervise(as supervisor: UserID, in clinic: Clinic) throws {
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.supervision", "identity_user", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO identity_supervision (practice_id, supervisor_id, supervisee_id, created_at)
          VALUES (\(tx.scope), \(supervisor), \(user), \(Instant.now))
          """)
      }
    }
  }

  /// An invitation that nobody has accepted, and what the colleague could still use.
  func addStaffLinks(_ canary: String, in tx: borrowing TenantTransaction) throws {
    for (id, purpose, owner) in [
      (invitation, "invitation", nil), (factorLink, "factors", user), (passwordLink, "password", user),
      (browserLink, "browser", user),
    ] {
      let email = try tx.seal(
        "\(canary.lowercased())@invited.example", SealedColumn("identity_staff_link", "sealed_email"), row: id)
      try tx.execute(
        """
        INSERT INTO identity_staff_link (practice_id, id, purpose, token_hash, user_id, name, sealed_email, email_index,
          role, language, created_at, expires_at)
        VALUES (\(tx.scope), \(id), \(purpose), \(try tx.reader.staffLinkToken(id).hash), \(owner),
          \(canary + " invited"), \(email), \(SecureRandom.bytes(16)), 'biller', 'en', \(Instant.now),
          \(Instant.now.adding(days: 1)))
        """)
    }
  }

  func addIncident(_ canary: String, in tx: borrowing TenantTransaction) throws {
    let note = try tx.seal("\(canary) lost", SealedColumn("oversight_incident", "sealed_note"), row: incident)
    try tx.execute(
      """
      INSERT INTO oversight_incident (practice_id, id, discovered_at, window_from, window_to, actor, sealed_note,
        opened_by, created_at)
      VALUES (\(tx.scope), \(incident), \(Instant.now), \(Instant.now.adding(days: -1)), \(Instant.now), 'anybody',
        \(note), \(user), \(Instant.now))
      """)
  }

  func addSignIn(_ link: Token, _ canary: String, in tx: borrowing TenantTransaction) throws {
    try TestPractice.add(user, "\(canary) colleague", "\(user)@example.com", .frontDesk, in: tx)
    try tx.execute(
      """
      INSERT INTO identity_email_challenge (practice_id, id, link_hash, code_hash, browser_hash, patient_id, created_at,
        expires_at)
      VALUES (\(tx.scope), \(challenge), \(link.hash), \(SecureRandom.bytes(32)), \(SecureRandom.bytes(32)), \(patient),
        \(Instant.now), \(Instant.now.adding(minutes: 10)))
      """)
    try tx.execute(
      """
      INSERT INTO identity_passkey (practice_id, id, user_id, credential_id, credential_hash, algorithm, public_key,
        sign_count, is_backed_up, name, created_at)
      VALUES (\(tx.scope), \(passkey), \(user), \(passkey.bytes), \(SecureRandom.bytes(32)), -7,
        \(SecureRandom.bytes(64)), 0, FALSE, \("\(canary) passkey"), \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO identity_session (practice_id, id, token_hash, kind, user_id, created_at, seen_at, expires_at, device)
      VALUES (\(tx.scope), \(session), \(SecureRandom.bytes(32)), 'staff', \(user), \(Instant.now), \(Instant.now),
        \(Instant.now.adding(hours: 12)), \("\(canary) device"))
      """)
    try tx.execute(
      """
      INSERT INTO messaging_notice (practice_id, id, appointment_id, rule, channel, language, sealed_recipient, state,
        send_at, created_at, unsubscribe_hash)
      VALUES (\(tx.scope), \(notice), \(appointment), 'reminder2h', 'email', 'en',
        \(tx.seal("\(canary)@example.com", SealedColumn("messaging_notice", "sealed_recipient"), row: notice)),
        'failed', \(Instant.now), \(Instant.now), \(unsubscription.hash))
      """)
    let told = try tx.seal(
      "\(canary) told\nAn appointment.", SealedColumn("messaging_notice", "sealed_text"), row: message, patient: patient
    )
    try tx.execute(
      """
      INSERT INTO messaging_notice (practice_id, id, appointment_id, rule, channel, language, sealed_recipient, state,
        send_at, sent_at, created_at, sealed_text)
      VALUES (\(tx.scope), \(message), \(appointment), 'confirmation', 'inApp', 'en',
        \(tx.seal("", SealedColumn("messaging_notice", "sealed_recipient"), row: message, patient: patient)), 'sent',
        \(Instant.now), \(Instant.now), \(Instant.now), \(told))
      """)
    let words = try tx.seal(
      "\(canary) written", SealedColumn("messaging_message", "sealed_text"), row: written, patient: patient)
    try tx.execute(
      """
      INSERT INTO messaging_message (practice_id, id, patient_id, author, user_id, medium, sealed_text, form_key,
        written_at, is_open)
      VALUES (\(tx.scope), \(written), \(patient), 'staff', \(user), 'portal', \(words), \(written.bytes),
        \(Instant.now), FALSE)
      """)
    try tx.execute(
      """
      INSERT INTO messaging_preference (practice_id, patient_id, zone, no_email_by, no_email_at)
      VALUES (\(tx.scope), \(patient), 'Europe/Berlin', 'staff', \(Instant.now))
      """)
    let text = EntityID.make()
    try tx.execute(
      """
      INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at)
      VALUES (\(tx.scope), \(text), 'marketing', 'en', \(Int.random(in: 1000...1_000_000_000)), 'News', \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by)
      VALUES (\(tx.scope), \(EntityID.make()), \(patient), 'marketing', \(text), \(Instant.now), 'patient')
      """)
  }
}
