import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// A practice with one practitioner, one service and one patient who can be written to, and what Scheduling and
/// Identity would do in it.
final class Clinic {
  /// Names that no mail may show.
  static let serviceName = "Chemotherapy"
  static let patientName = "Patricia\u{1f}Hidden"

  let practice: TestPractice
  let patient = PatientID.make()
  let resource = EntityID.make()
  let service = EntityID.make()
  let location = EntityID.make()

  init(
    _ practice: TestPractice, email: String? = "dana@patients.test", practitioner: String = "Dr. Mira Lang",
    price: Int = 8000, lateFee: Int = 4000, practiceEmail: String = ""
  ) throws {
    self.practice = practice
    let zone = try practice.asOperator { $0.practice.zoneName }
    try change { [patient, resource, service, location] tx in
      let name = SealedColumn("patients_patient", "sealed_name")
      let address = SealedColumn("patients_patient", "sealed_email")
      try tx.execute(
        """
        INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_email, language, created_at, updated_at)
        VALUES (\(tx.scope), \(patient), \(tx.seal(Clinic.patientName, name, row: patient.id)),
          \(tx.sealIfPresent(email, address, row: patient.id)), 'en', \(Instant.now), \(Instant.now))
        """)
      try TestPractice.addPlace(location, "Main", zone: zone, address: "Lindenweg 4, Berlin", in: tx)
      try tx.execute(
        """
        INSERT INTO scheduling_resource (practice_id, id, kind, name, location_id)
        VALUES (\(tx.scope), \(resource), 'practitioner', \(practitioner), \(location))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_service (practice_id, id, name, minutes, price_minor, late_fee_minor)
        VALUES (\(tx.scope), \(service), \(Clinic.serviceName), 50, \(price), \(lateFee))
        """)
      // Whatever the time is when a test runs.
      _ = try QuietSettings.save(QuietHours(isOn: false, from: 0, to: 1), version: 0, in: tx)
      try tx.execute(
        """
        UPDATE practices_practice SET email = \(practiceEmail), phone = '+49 30 1234567', address = 'Lindenweg 4\nBerlin'
        WHERE practice_id = \(tx.scope)
        """)
    }
  }

  func change(_ body: (borrowing TenantTransaction) throws -> Void) throws {
    try practice.asOperator { db in try db.transaction(AuditEvent("test.change", "test", nil), body) }
  }

  /// Books an hour less ten minutes and says so, as Scheduling does.
  /// - Parameter isToldElsewhere: the message of another appointment of its series tells of it.
  func book(
    at start: Instant, language: Language = .en, zone: String = "Europe/Berlin", isToldElsewhere: Bool = false,
    in place: EntityID? = nil
  ) throws -> AppointmentID {
    let id = AppointmentID.make()
    let currency = try practice.asOperator { $0.practice.currencyCode }
    try change { [patient, resource, service, location] tx in
      try tx.execute(
        """
        INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, starts_at,
          ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency, cancel_notice_minutes,
          late_fee_minor, source, language, created_at, location_id)
        SELECT \(tx.scope), \(id), \(patient), s.id, \(resource), 'booked', \(start), \(start.adding(minutes: 50)),
          \(start), \(zone), 0, 0, s.price_minor, \(currency), 1440, s.late_fee_minor, 'online', \(language.rawValue),
          \(Instant.now), \(place ?? location)
        FROM scheduling_service s WHERE s.practice_id = \(tx.scope) AND s.id = \(service)
        """)
      try Clinic.announce("appointment.booked", id, 0, isToldElsewhere: isToldElsewhere, in: tx)
    }
    return id
  }

  /// Asks for an hour less ten minutes where staff agree first, and says so.
  func ask(at start: Instant, answerBy: Instant, language: Language = .en) throws -> AppointmentID {
    let id = try book(at: start, language: language)
    try change { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET status = 'pending', answer_by = \(answerBy)
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      try tx.execute(
        "UPDATE jobs_job SET kind = 'appointment.requested' WHERE practice_id = \(tx.scope) AND unique_key = \("\(id) 0")"
      )
    }
    return id
  }

  func approve(_ id: AppointmentID) throws {
    try change { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET status = 'booked', answer_by = NULL
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      try Clinic.announce("appointment.booked", id, 0, in: tx)
    }
  }

  /// A request that nobody agreed to ends.
  /// - Parameter who: `patient`, `practice` or `time`.
  func endRequest(_ id: AppointmentID, by who: String, answer: String? = nil) throws {
    try change { [patient] tx in
      let column = SealedColumn("scheduling_appointment", "sealed_answer")
      let sealed = try tx.sealIfPresent(answer, column, row: id.id, patient: patient)
      try tx.execute(
        """
        UPDATE scheduling_appointment SET status = 'cancelled', sequence = 1, cancelled_by = \(who), answer_by = NULL,
          was_asked = TRUE, sealed_answer = \(sealed)
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      switch who {
      case "practice": try Clinic.announce("appointment.declined", id, 1, in: tx)
      case "time": try Clinic.announce("appointment.lapsed", id, 1, in: tx)
      default: try Clinic.announce("appointment.cancelled", id, 1, in: tx)
      }
    }
  }

  /// As Scheduling does for a series: the first is announced as itself, and its message tells of the others.
  func bookSeries(at starts: [Instant], language: Language = .en) throws -> [AppointmentID] {
    let series = EntityID.make()
    try change { [resource, service] tx in
      try tx.execute(
        """
        INSERT INTO scheduling_series (practice_id, id, rule, first_date, starts_minute, minutes, service_id,
          practitioner_id, created_at)
        VALUES (\(tx.scope), \(series), 'FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;COUNT=3', \(Zone.utc.local(starts[0]).date),
          630, 50, \(service), \(resource), \(Instant.now))
        """)
    }
    return try starts.enumerated().map { index, start in
      let id = try book(at: start, language: language, isToldElsewhere: index > 0)
      try change { tx in
        try tx.execute(
          """
          UPDATE scheduling_appointment SET series_id = \(series), series_date = \(Zone.utc.local(start).date)
          WHERE practice_id = \(tx.scope) AND id = \(id)
          """)
      }
      return id
    }
  }

  func move(_ id: AppointmentID, to start: Instant, sequence: Int, untoldBy: UserID? = nil) throws {
    try change { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment
        SET sequence = \(sequence), starts_at = \(start), ends_at = \(start.adding(minutes: 50))
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      try Clinic.announce("appointment.moved", id, sequence, untoldBy: untoldBy, in: tx)
    }
  }

  func cancel(_ id: AppointmentID, sequence: Int, isLate: Bool = false, untoldBy: UserID? = nil) throws {
    try change { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET sequence = \(sequence), status = 'cancelled', late_fee_due = \(isLate)
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      try Clinic.announce("appointment.cancelled", id, sequence, untoldBy: untoldBy, in: tx)
    }
  }

  /// Several in one go, as the pages of a series do it: one transaction, one time of change.
  func moveTogether(_ ids: [AppointmentID], to starts: [Instant], sequence: Int) throws {
    try together(ids) { try move($0, to: starts[$1], sequence: sequence) }
  }
  func cancelTogether(_ ids: [AppointmentID], sequence: Int) throws {
    try together(ids) { id, _ in try cancel(id, sequence: sequence) }
  }
  private func together(_ ids: [AppointmentID], _ each: (AppointmentID, Int) throws -> Void) throws {
    let now = Instant.now
    for (index, id) in ids.enumerated() {
      try each(id, index)
      try change { tx in
        try tx.execute(
          "UPDATE scheduling_appointment SET changed_at = \(now) WHERE practice_id = \(tx.scope) AND id = \(id)")
      }
    }
  }

  private static func announce(
    _ kind: StaticString, _ id: AppointmentID, _ sequence: Int, untoldBy: UserID? = nil,
    isToldElsewhere: Bool = false, in tx: borrowing TenantTransaction
  ) throws {
    let text = "\(id) \(sequence)"
    let payload = isToldElsewhere ? text + " series" : text + (untoldBy.map { " \($0)" } ?? "")
    try tx.enqueue(NewJob(kind, payload: payload, runAt: Instant.now.adding(seconds: -60), uniqueKey: text))
  }

  /// The patient agrees to news of the practice, or takes it back.
  func agree(_ isGiven: Bool) throws {
    try change { tx in
      guard isGiven else {
        try tx.execute(
          """
          UPDATE patients_consent SET withdrawn_at = \(Instant.now), withdrawn_by = 'patient'
          WHERE practice_id = \(tx.scope)
          """)
        return
      }
      let text = EntityID.make()
      try tx.execute(
        """
        INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at)
        VALUES (\(tx.scope), \(text), 'marketing', 'en', 1, 'News', \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by)
        VALUES (\(tx.scope), \(EntityID.make()), \(patient), 'marketing', \(text), \(Instant.now), 'patient')
        """)
    }
  }

  /// Takes a cancellation back.
  func reinstate(_ id: AppointmentID, sequence: Int) throws {
    try change { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET sequence = \(sequence), status = 'booked'
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      try Clinic.announce("appointment.booked", id, sequence, in: tx)
    }
  }

  /// From another clock, or in these quiet hours.
  func keepQuiet(from: Int = 21 * 60, to: Int = 8 * 60, isOn: Bool = true) throws {
    try change { tx in
      let version = try QuietSettings.find(in: tx.reader).version
      let hours = QuietHours(isOn: isOn, from: from, to: to)
      let isSaved = try QuietSettings.save(hours, version: version, in: tx)
      #expect(isSaved)
    }
  }
  func prefer(_ zone: String? = nil, without refused: Channel...) throws {
    try change { tx in
      let known = try Preferences.find(patient, in: tx.reader)
      let refusals = refused.map { ($0, Preference.Refusal(source: .staff, at: .now)) }
      let wish = Preference(zone: zone, refusals: Dictionary(uniqueKeysWithValues: refusals), version: known.version)
      let isSaved = try Preferences.save(wish, of: patient, in: tx)
      #expect(isSaved)
    }
  }

  struct NoticeRow: Equatable, CustomStringConvertible {
    let occurrence: Int
    let rule: String
    let state: String
    let outcome: String
    let attempts: Int
    var description: String { "\(rule)#\(occurrence) \(state) (\(outcome)) after \(attempts)" }
  }

  /// All notices, by occurrence and time.
  func notices() throws -> [NoticeRow] {
    try practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT occurrence, rule, state, outcome, attempts FROM messaging_notice
        WHERE practice_id = \(db.scope) ORDER BY occurrence, send_at, rule
        """
      ) {
        NoticeRow(
          occurrence: try $0.int(0), rule: try $0.text(1), state: try $0.text(2), outcome: try $0.text(3),
          attempts: try $0.int(4))
      }
    }
  }
  func notice(_ rule: String, _ occurrence: Int = 0) throws -> NoticeRow {
    try #require(try notices().first { $0.rule == rule && $0.occurrence == occurrence })
  }

  /// Field lists of the audit events of one action, oldest first.
  func audit(_ action: String) throws -> [String] {
    try practice.asOperator { db in
      try db.reader.rows(
        "SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = \(action) ORDER BY seq"
      ) { try $0.text(0) }
    }
  }
}
