import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

extension TestPractice {
  /// Asks for a mail and types its code. Answers what the code leads to; nil when the address is known to nobody.
  @discardableResult
  func openPortal(_ email: String, _ browser: TestBrowser) throws -> String? {
    browser.get("/\(slug)/sign-in")
    let path = try #require(browser.post("/\(slug)/sign-in", ["email": email]).location)
    let id = try #require(EntityID(text: path.split(separator: "/").last ?? ""))
    let code = try asOperator { db in try db.reader.challengeSecrets(id).code }
    browser.get(path)
    let answer = browser.post(path, ["code": code])
    if answer.status == 303 { browser.get("/portal") }
    return answer.location
  }

  func addPatient(_ given: String, _ family: String, email: String? = nil) throws -> PatientID {
    let id = PatientID.make()
    try asOperator { db in
      try db.transaction(AuditEvent("test.patient", "patients_patient", id.id)) { tx in
        let name = try tx.seal("\(given)\u{1f}\(family)", PortalPeople.nameColumn, row: id.id)
        try tx.execute(
          """
          INSERT INTO patients_patient (practice_id, id, sealed_name, email_index, language, created_at, updated_at)
          VALUES (\(tx.scope), \(id), \(name), \(email.map { try tx.blindIndex($0, of: "email") }), 'en',
            \(Instant.now), \(Instant.now))
          """)
      }
    }
    return id
  }

  /// `account code` of the news that were sent to the portal's people, oldest first.
  func portalAlerts() throws -> [String] {
    try asOperator { db in
      try db.reader.rows(
        "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'identity.portalAlert' ORDER BY id"
      ) { try $0.text(0).split(separator: " ").dropFirst().joined(separator: " ") }
    }
  }

  /// `actor_kind action on_behalf_of` of the newest event of this name.
  func newest(_ action: String) throws -> (kind: String, actor: EntityID?, behalf: EntityID?, patient: EntityID?)? {
    try asOperator { db in
      try db.reader.first(
        """
        SELECT actor_kind, actor_id, on_behalf_of, patient_id FROM audit_event
        WHERE practice_id = \(db.scope) AND action = \(action) ORDER BY seq DESC LIMIT 1
        """
      ) { row in (try row.text(0), try row.idIfPresent(1), try row.idIfPresent(2), try row.idIfPresent(3)) }
    }
  }
}

/// The authenticator app of somebody in the portal.
struct PortalApp {
  let secret: TOTPSecret

  /// Sets it up at a browser that is signed in by mail. Answers where that leads.
  static func setUp(_ browser: TestBrowser, next: String? = nil) throws -> (app: PortalApp, location: String?) {
    let page = browser.get("/portal/authenticator" + (next.map { "?next=\($0)" } ?? ""))
    let app = PortalApp(secret: try InvitationTests.secret(page))
    var fields = ["code": app.code(browser)]
    fields["next"] = page.value(after: "name=\"next\" value=\"")
    return (app, browser.post("/portal/authenticator", fields).location)
  }
  func code(_ browser: TestBrowser) -> String { TOTP.code(secret: secret.bytes, at: browser.now) }
}
