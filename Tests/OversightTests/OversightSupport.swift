import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport

@testable import Oversight

extension TestPractice {
  func browser(_ user: UserID, now: Instant = .now) throws -> TestBrowser {
    let browser = TestBrowser()
    browser.now = now
    try browser.signIn(user, of: self)
    return browser
  }
  func browser(patient: PatientID) throws -> TestBrowser {
    let browser = TestBrowser()
    try browser.signIn(patient: patient, of: self, proofs: "mail,totp")
    return browser
  }

  /// A member of staff with a role the cast does not have.
  func staff(_ role: Role, name: String = "Olga Owner") throws -> UserID {
    let user = UserID.make()
    try asOperator { db in
      try db.transaction(AuditEvent("test.staff", "identity_user", user.id)) { tx in
        try TestPractice.add(user, name, "\(user)@\(self.slug).example", role, in: tx)
      }
    }
    return user
  }

  func patient(_ given: String, _ family: String) throws -> PatientID {
    let id = PatientID.make()
    try asOperator { db in
      try db.transaction(AuditEvent("test.patient", "patients_patient", id.id)) { tx in
        let name = try tx.seal("\(given)\u{1f}\(family)", TrailPatient.nameColumn, row: id.id)
        try tx.execute(
          """
          INSERT INTO patients_patient (practice_id, id, sealed_name, language, created_at, updated_at)
          VALUES (\(tx.scope), \(id), \(name), 'en', \(Instant.now), \(Instant.now))
          """)
      }
    }
    return id
  }

  /// One event, as the product writes it.
  func event(
    _ action: StaticString, by actor: Actor, patient: PatientID? = nil, fields: [String] = []
  ) throws {
    try enter(actor) { db in
      try db.transaction(AuditEvent(action, "patients_patient", patient?.id, patient: patient, fields: fields)) { _ in }
    }
  }

  /// Moves the events of an action in time, as only the owner of the database can.
  func move(_ action: String, to instant: Instant) throws {
    let root = try TestServer.connectAsRoot()
    let id = Hex.encode(try asOperator { $0.scope.practice.id.bytes })
    let text = UTCText.microseconds(instant).replacing("T", with: " ").replacing("Z", with: "")
    try root.runScript("UPDATE audit_event SET at = '\(text)' WHERE practice_id = x'\(id)' AND action = '\(action)'")
  }

  /// Actions of the trail from the oldest to the newest, without those of tests.
  func actions() throws -> [String] {
    try asOperator { db in
      try db.reader.rows(
        "SELECT action FROM audit_event WHERE practice_id = \(db.scope) AND action NOT LIKE 'test.%' ORDER BY seq"
      ) { try $0.text(0) }
    }
  }
}

extension TestResponse {
  /// Where the next and the previous part of a long list are.
  var older: String? { value(after: "rel=\"next\" href=\"")?.replacing("&amp;", with: "&") }
  var newer: String? { value(after: "rel=\"prev\" href=\"")?.replacing("&amp;", with: "&") }
  /// The addresses of all links and forms.
  var addresses: [String] { values(after: "href=\"") + values(after: "action=\"") }
}
