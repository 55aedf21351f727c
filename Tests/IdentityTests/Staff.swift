import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport

/// A member of staff who can sign in: what the pages need to know of them.
struct Staff {
  static let password = "otters juggle seven lanterns"
  let user: UserID
  let email: String
  let totp: TOTPSecret

  init(
    in practice: TestPractice, email: String = Staff.anyEmail(), role: Role = .practitioner, language: Language = .en
  ) throws {
    let totp = TOTPSecret.make()
    user = try practice.asOperator { db in
      try Users.add(
        NewUser(
          name: "Mira Muster", email: try EmailAddress(email), role: role, language: language, password: Staff.password,
          totp: totp), now: .now, in: db)
    }
    self.email = email
    self.totp = totp
  }

  static func anyEmail() -> String { "m" + Hex.encode(SecureRandom.bytes(8)) + "@staff.example" }

  /// Of the authenticator app at the browser's time.
  func code(_ browser: TestBrowser, stepsLater: Int64 = 0) -> String {
    TOTP.code(secret: totp.bytes, at: browser.now.adding(seconds: 30 * stepsLater))
  }

  @discardableResult
  func typePassword(_ browser: TestBrowser, _ password: String = Staff.password) -> TestResponse {
    browser.get("/sign-in")
    return browser.post("/sign-in", ["email": email, "password": password])
  }

  @discardableResult
  func signIn(_ browser: TestBrowser) -> TestResponse {
    typePassword(browser)
    browser.get("/sign-in/code")
    return browser.post("/sign-in/code", ["code": code(browser)])
  }
}

extension TestBrowser {
  /// A browser in a network of its own, so that one test's wrong tries are not counted against another's.
  static func somewhere(isDevelopment: Bool = false) -> TestBrowser {
    let browser = TestBrowser(isDevelopment: isDevelopment)
    browser.address = "2001:db8:" + Hex.encode(SecureRandom.bytes(2)) + ":" + Hex.encode(SecureRandom.bytes(2)) + "::1"
    return browser
  }
  var staffCookie: String? { cookies["__Host-praxis-staff"] }
  var patientCookie: String? { cookies["__Host-praxis-patient"] }
}

extension TestPractice {
  /// How many events of this name the practice's trail holds.
  func events(_ action: String) throws -> Int {
    try asOperator { db in
      try db.reader.first(
        "SELECT COUNT(*) FROM audit_event WHERE practice_id = \(db.scope) AND action = \(action)"
      ) { try $0.int(0) } ?? 0
    }
  }
}
