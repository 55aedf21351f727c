import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

@Suite struct PatientSignInTests {
  /// A challenge on its way, and what only the mail says.
  struct Asked {
    let id: EntityID
    let path: String
    let code: String
    let link: String
  }

  private func ask(_ browser: TestBrowser, _ practice: TestPractice, _ email: String) throws -> Asked {
    browser.get("/\(practice.slug)/sign-in")
    let answer = browser.post("/\(practice.slug)/sign-in", ["email": email])
    let path = try #require(answer.location)
    let id = try #require(EntityID(text: path.split(separator: "/").last ?? ""))
    let secrets = try practice.asOperator { db in try db.reader.challengeSecrets(id) }
    return Asked(
      id: id, path: path, code: secrets.code, link: "/\(practice.slug)/sign-in/link/\(secrets.linkToken.text)")
  }

  private func wrong(_ code: String) -> String { code == "000000" ? "000001" : "000000" }

  @Test func theCodeFromTheMailOpensThePortal() throws {
    try withPractice { practice in
      let email = try practice.givePatAnAddress()
      let browser = TestBrowser.somewhere()
      #expect(browser.get("/portal").location == "/portal/sign-in")
      #expect(browser.get("/portal/sign-in").words.contains("Sign in at your practice"))
      let asked = try ask(browser, practice, email)
      #expect(browser.patientCookie == nil)
      #expect(
        browser.get("/portal/sign-in").location == "/\(practice.slug)/sign-in", "the browser knows the practice now")
      let form = browser.get(asked.path)
      #expect(form.words.contains("If we know this address") && form.words.contains("Works until"))
      #expect(!form.body.contains(email))
      let visitor = browser.csrf
      let spaced = asked.code.prefix(3) + " " + asked.code.suffix(3)
      let done = browser.post(asked.path, ["code": String(spaced)])
      #expect(done.location == "/portal")
      #expect(done.response.cookies.first { $0.name == "praxis-patient" }?.sameSite == .lax)
      #expect(browser.get("/portal").words.contains("Hello, Pat"))
      #expect(try practice.events("session.start") == 1)
      #expect(browser.post(asked.path, ["code": asked.code], csrf: visitor).status == 410, "a code works once")
    }
  }

  @Test(arguments: ["nosuchpractice", "é", "", "//evil.example", "..", "a b"])
  func aMadeUpMemoryOfAPracticeLeadsNowhere(_ slug: String) {
    let browser = TestBrowser.somewhere()
    browser.headers["cookie"] = "__Host-praxis-practice=" + slug
    let page = browser.get("/portal/sign-in")
    #expect(page.status == 200 && page.words.contains("Sign in at your practice"))
  }

  @Test func theLinkShowsAButtonHoweverOftenItIsFetchedAndWorksOnce() throws {
    try withPractice { practice in
      let email = try practice.givePatAnAddress()
      let browser = TestBrowser.somewhere()
      let asked = try ask(browser, practice, email)
      let before = try practice.state(of: asked.id)
      for _ in 1...100 { #expect(TestBrowser.somewhere().get(asked.link).words.contains("Please use the code")) }
      for method in ["GET", "HEAD"] {
        #expect(browser.send(method, asked.link, headers: [:], body: []).status == 200)
      }
      #expect(try practice.state(of: asked.id) == before)
      #expect(try practice.events("session.start") == 0)
      #expect(browser.get(asked.link).words.contains("One click, and you are in"))
      let visitor = browser.csrf
      #expect(browser.post(asked.link, [:]).location == "/portal")
      #expect(browser.get("/portal").status == 200)
      let first = browser.patientCookie
      #expect(browser.get(asked.link).status == 410)
      #expect(browser.post(asked.link, [:], csrf: visitor).status == 410)
      #expect(browser.patientCookie == first)
      #expect(
        browser.post(asked.path, ["code": asked.code], csrf: visitor).status == 410, "nor does the code, after the link"
      )
    }
  }

  @Test func anotherBrowserCanUseNeitherLinkNorCode() throws {
    try withPractice { practice in
      let email = try practice.givePatAnAddress()
      let asked = try ask(TestBrowser.somewhere(), practice, email)
      let other = TestBrowser.somewhere()
      other.get("/\(practice.slug)/sign-in")
      #expect(other.post(asked.link, [:]).status == 409)
      #expect(other.post(asked.path, ["code": asked.code]).status == 404)
      #expect(other.get(asked.path).status == 404)
      #expect(other.patientCookie == nil)
      #expect(try practice.state(of: asked.id) == ChallengeState(tries: 0, isUsed: false))
    }
  }

  @Test func fiveWrongCodesEndIt() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      let asked = try ask(browser, practice, try practice.givePatAnAddress())
      for left in stride(from: 4, to: 0, by: -1) {
        let answer = browser.post(asked.path, ["code": wrong(asked.code)])
        #expect(answer.status == 422)
        #expect(answer.words.contains(left == 1 ? "You have 1 try left" : "You have \(left) tries left"))
      }
      #expect(browser.post(asked.path, ["code": wrong(asked.code)]).status == 410)
      #expect(browser.post(asked.path, ["code": asked.code]).status == 410, "the right one comes too late")
      #expect(browser.post(asked.link, [:]).status == 410)
      #expect(browser.patientCookie == nil)
      #expect(try practice.events("session.refuse") == 5)
    }
  }

  @Test func whatIsNoCodeCostsNoTry() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      let asked = try ask(browser, practice, try practice.givePatAnAddress())
      for typed in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
        let answer = browser.post(asked.path, ["code": typed])
        #expect(answer.status == 422 && answer.words.contains("The code has six digits"), "\(typed)")
      }
      #expect(try practice.state(of: asked.id).tries == 0)
    }
  }

  @Test func afterTenMinutesItIsOver() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      let asked = try ask(browser, practice, try practice.givePatAnAddress())
      browser.now = browser.now.adding(seconds: 601)
      #expect(browser.get(asked.path).status == 410)
      #expect(browser.post(asked.path, ["code": asked.code]).status == 410)
      #expect(browser.get(asked.link).status == 410)
      #expect(browser.post(asked.link, [:]).status == 410)
      #expect(browser.patientCookie == nil)
    }
  }

  @Test func anUnknownAddressGetsTheSameAnswerAndNeverASession() throws {
    try withPractice { practice in
      let known = TestBrowser.somewhere()
      let unknown = TestBrowser.somewhere()
      unknown.now = known.now
      let one = try ask(known, practice, try practice.givePatAnAddress())
      let other = try ask(unknown, practice, "q" + Hex.encode(SecureRandom.bytes(8)) + "@patient.example")
      #expect(one.path.utf8.count == other.path.utf8.count)
      let (a, b) = (known.get(one.path), unknown.get(other.path))
      #expect(a.status == b.status && a.body.utf8.count == b.body.utf8.count && a.words == b.words)
      #expect(try practice.jobs("identity.challenge") == 2, "the same work is handed on")
      let (c, d) = (
        known.post(one.path, ["code": wrong(one.code)]), unknown.post(other.path, ["code": wrong(other.code)])
      )
      #expect(c.status == d.status && c.words == d.words)
      #expect(unknown.post(other.path, ["code": other.code]).status == 422, "even the right code belongs to nobody")
      #expect(unknown.post(other.link, [:]).status == 410)
      #expect(unknown.patientCookie == nil)
    }
  }

  @Test func anAddressOfAnotherPracticeIsUnknownHere() throws {
    try withPractice { here in
      try withPractice { there in
        let email = try there.givePatAnAddress()
        let asked = try ask(TestBrowser.somewhere(), here, email)
        #expect(try here.recipient(of: asked.id) == nil)
        let browser = TestBrowser.somewhere()
        let right = try ask(browser, there, email)
        #expect(try there.recipient(of: right.id) == there.pat)
        #expect(browser.get("/\(here.slug)/sign-in/\(right.id)").status == 404)
      }
    }
  }

  @Test func nobodyCanFillAPatientsMailbox() throws {
    try withPractice { practice in
      let email = try practice.givePatAnAddress()
      let asked = try (1...7).map { _ in try ask(TestBrowser.somewhere(), practice, email).id }
      let recipients = try asked.map { try practice.recipient(of: $0) }
      #expect(recipients.compactMap { $0 }.count == 5)
      #expect(recipients[5] == nil && recipients[6] == nil)
    }
  }

  @Test func oneBrowserCannotAskForEver() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      for _ in 1...10 { _ = try ask(browser, practice, Staff.anyEmail()) }
      let answer = browser.post("/\(practice.slug)/sign-in", ["email": Staff.anyEmail()])
      #expect(answer.status == 429 && answer.words.contains("Please wait 15 minutes"))
    }
  }

  @Test func anAddressThatIsNoneIsSaidSo() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      browser.get("/\(practice.slug)/sign-in")
      let answer = browser.post("/\(practice.slug)/sign-in", ["email": "pat@<b>"])
      #expect(answer.status == 422)
      #expect(answer.words.contains("Enter the whole address"))
      #expect(answer.body.contains("pat@&lt;b&gt;") && !answer.body.contains("pat@<b>"))
      let jobs = try practice.jobs("identity.challenge")
      #expect(jobs == 0)
    }
  }

  @Test func whatDoesNotExistIsNotFound() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      browser.get("/\(practice.slug)/sign-in")
      #expect(browser.get("/nosuchpractice/sign-in").status == 404)
      #expect(browser.get("/\(practice.slug)/sign-in/\(EntityID.make())").status == 404)
      #expect(browser.get("/\(practice.slug)/sign-in/not-an-id").status == 404)
      #expect(browser.get("/\(practice.slug)/sign-in/link/\(Token.make().text)").status == 404)
      #expect(browser.get("/\(practice.slug)/sign-in/link/short").status == 404)
    }
  }
}

struct ChallengeState: Equatable {
  let tries: Int
  let isUsed: Bool
}

extension TestPractice {
  /// Gives pat an address of this test's own.
  func givePatAnAddress() throws -> String {
    let email = "p" + Hex.encode(SecureRandom.bytes(8)) + "@patient.example"
    try asOperator { db in
      try db.transaction(AuditEvent("test.address", "patients_patient", self.pat.id)) { tx in
        _ = try tx.execute(
          """
          UPDATE patients_patient SET email_index = \(tx.blindIndex(email, of: "email")),
            sealed_email = \(tx.seal(email, SealedColumn("patients_patient", "sealed_email"), row: self.pat.id))
          WHERE practice_id = \(tx.scope) AND id = \(self.pat)
          """)
      }
    }
    return email
  }

  func state(of challenge: EntityID) throws -> ChallengeState {
    let found = try asOperator { db in
      try db.reader.first(
        """
        SELECT tries, used_at IS NOT NULL FROM identity_email_challenge
        WHERE practice_id = \(db.scope) AND id = \(challenge)
        """
      ) { ChallengeState(tries: try $0.int(0), isUsed: try $0.bool(1)) }
    }
    return try #require(found)
  }

  func recipient(of challenge: EntityID) throws -> PatientID? {
    try asOperator { db in
      try db.reader.rows(
        "SELECT patient_id FROM identity_email_challenge WHERE practice_id = \(db.scope) AND id = \(challenge)"
      ) { try $0.idIfPresent(0, as: PatientID.self) }.first ?? nil
    }
  }

  func jobs(_ kind: String) throws -> Int {
    try asOperator { db in
      try db.reader.first(
        "SELECT COUNT(*) FROM jobs_job WHERE practice_id = \(db.scope) AND kind = \(kind)"
      ) { try $0.int(0) } ?? 0
    }
  }
}
