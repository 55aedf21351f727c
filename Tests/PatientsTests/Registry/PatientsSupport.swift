import Core
import Crypto
import Database
import SQL
import TestSupport

@testable import Patients

extension TestPractice {
  func browser(_ user: UserID, now: Instant = .now) throws -> TestBrowser {
    let browser = TestBrowser()
    browser.now = now
    try browser.signIn(user, of: self)
    return browser
  }

  /// A member of staff with a role the cast does not have.
  func staff(_ role: Role) throws -> UserID {
    let user = UserID.make()
    try asOperator { db in
      try db.transaction(AuditEvent("test.staff", "identity_user", user.id)) { tx in
        try TestPractice.add(user, "Staff \(role.rawValue)", "\(role.rawValue)@\(self.slug).example", role, in: tx)
      }
    }
    return user
  }

  @discardableResult
  func add(
    _ given: String, _ family: String, born: String = "", email: String = "", phone: String = ""
  ) throws -> PatientID {
    let id = PatientID.make()
    var birthDate: PartialDate?
    if case .success(let date) = PartialDate.parse(born) { birthDate = date }
    let details = PatientDetails(
      name: PersonName(given: given, family: family), birthDate: birthDate, gender: .unknown, email: email,
      phone: phone, address: "", language: .en, note: "", isActive: true)
    try asOperator { db in
      try db.transaction(AuditEvent("test.patient", "patients_patient", id.id)) { tx in
        try Patients.insert(id, details, now: .now, in: tx)
      }
    }
    return id
  }

  func addCrowd() throws {
    try add("Jürgen", "Müller")
    try add("Anna-Lena", "Strauß")
    try add("דנה", "כהן")
    try add("Freda", "O'Connell")
    try add("José", "Núñez")
    try add("Erika", "Mustermann", born: "1990-04-12", email: "erika@example.org", phone: "+49 30 1234567")
  }

  /// One service and one practitioner, and appointments of half an hour with them.
  func addAppointments(for patient: PatientID, at times: [(Instant, String)]) throws {
    try asOperator { db in
      try db.transaction(AuditEvent("test.appointments", "scheduling_appointment", nil)) { tx in
        let (service, resource) = (EntityID.make(), EntityID.make())
        try tx.execute(
          """
          INSERT INTO scheduling_resource (practice_id, id, kind, name)
          VALUES (\(tx.scope), \(resource), 'practitioner', 'Dr Mira Specimen')
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_service (practice_id, id, name, minutes)
          VALUES (\(tx.scope), \(service), 'Follow-up', 30)
          """)
        for (time, status) in times {
          try tx.execute(
            """
            INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status,
              starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
              cancel_notice_minutes, late_fee_minor, source, language, created_at)
            VALUES (\(tx.scope), \(EntityID.make()), \(patient), \(service), \(resource), \(status), \(time),
              \(time.adding(minutes: 30)), \(time), 'Europe/Berlin', 0, 0, 0, 'EUR', 0, 0, 'staff', 'en', \(time))
            """)
        }
      }
    }
  }

  /// How often an action stands in the audit trail, and the fields of the last one.
  func audit(_ action: String) throws -> (count: Int, fields: String, patient: PatientID?) {
    try asOperator { db in
      let events = try db.reader.rows(
        """
        SELECT fields, patient_id FROM audit_event WHERE practice_id = \(db.scope) AND action = \(action) ORDER BY seq
        """
      ) { (try $0.text(0), try $0.idIfPresent(1, as: PatientID.self)) }
      return (events.count, events.last?.0 ?? "", events.last?.1)
    }
  }

  func count(_ sql: (borrowing TenantReader) -> SQL) throws -> Int {
    try asOperator { db in try db.reader.first(sql(db.reader)) { try $0.int(0) } ?? 0 }
  }
}

extension TestBrowser {
  func search(_ typed: String) -> TestResponse {
    get("/patients")
    return post("/patients/search", ["q": typed])
  }
}

extension TestResponse {
  /// The body with the entities of escaped text put back.
  var unescaped: String {
    body.replacing("&#39;", with: "'").replacing("&#x27;", with: "'").replacing("&quot;", with: "\"")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }
}

extension String {
  /// How often a text occurs.
  func components(_ part: String) -> Int { ranges(of: part).count }
}
