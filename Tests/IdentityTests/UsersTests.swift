import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

@Suite struct UsersTests {
  private func new(_ password: String = Staff.password, email: String, name: String = "Erika Muster") throws -> NewUser
  {
    NewUser(
      name: name, email: try EmailAddress(email), role: .owner, language: .de, password: password, totp: .make())
  }

  @Test func somebodyIsAddedAndListedAndNothingSecretIsStoredInClear() throws {
    try withPractice { practice in
      let email = "Erika@" + practice.slug + ".example"
      let user = try new(email: email)
      let id = try practice.asOperator { db in try Users.add(user, now: .now, in: db) }
      let listed = try practice.asOperator { db in try Users.list(in: db.reader) }
      let erika = try #require(listed.first { $0.id == id })
      #expect(erika.name == "Erika Muster" && erika.email == email && erika.role == .owner && erika.isActive)
      let row = try practice.asOperator { db in
        try db.reader.first(
          """
          SELECT password_hash, sealed_totp, sealed_email FROM identity_user
          WHERE practice_id = \(db.scope) AND id = \(id)
          """
        ) { (hash: try $0.text(0), totp: try $0.bytes(1), email: try $0.bytes(2)) }
      }
      let stored = try #require(row)
      #expect(stored.hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$") && !stored.hash.contains("otters"))
      #expect(!Hex.encode(stored.totp).contains(Hex.encode(user.totp.bytes)))
      #expect(!String(decoding: stored.email, as: UTF8.self).contains("Erika"))
      #expect(try practice.events("user.add") == 1)
    }
  }

  @Test func anAddressIsOneAccountInAPracticeWhateverItsCase() throws {
    try withPractice { practice in
      let email = "erika@" + practice.slug + ".example"
      let (first, second) = (try new(email: email), try new(email: email.uppercased()))
      try practice.asOperator { db in _ = try Users.add(first, now: .now, in: db) }
      #expect(throws: NewUserProblem.emailTaken) {
        try practice.asOperator { db in _ = try Users.add(second, now: .now, in: db) }
      }
      #expect(try practice.events("user.add") == 1)
    }
  }

  @Test func aNameIsNeeded() throws {
    try withPractice { practice in
      for name in ["", " \u{202e} ", String(repeating: "x", count: 121)] {
        let user = try new(email: Staff.anyEmail(), name: name)
        #expect(throws: NewUserProblem.name) {
          try practice.asOperator { db in _ = try Users.add(user, now: .now, in: db) }
        }
      }
    }
  }

  @Test func passwordsAreLongAndNotGuessable() {
    let own = ["Mira Specimen", "mira@harbour.example", "Harbour Lane Practice", "harbor"]
    for (password, problem) in [
      ("otters juggle7", PasswordProblem.tooShort),
      ("ééééééééééééééé", .guessable),
      ("aaaaaaaaaaaaaaaaaaaa", .guessable),
      ("123456789012345678", .guessable),
      ("abcdefghijklmnopqrstuvwxyz", .guessable),
      ("qwertyuiopasdfghjkl", .guessable),
      ("Praxis-Password-2026", .guessable),
      ("HarbourLanePractice1", .guessable),
      ("MiraSpecimenMira!!", .guessable),
      ("xk7xk7xk7xk7xk7xk7", .guessable),
      ("Willkommen-Passwort-1234", .guessable),
      (String(repeating: "otters juggle ", count: 19), .tooLong),
      (String(repeating: "🦦🪴🧭", count: 86), .tooLong),
    ] {
      #expect(PasswordRules.problem(password, own: own, list: nil) == problem, "\(password)")
    }
    for password in [Staff.password, "סנאי רוקד לאור ירח", "correct horse battery staple", PasswordRules.generate()] {
      #expect(PasswordRules.problem(password, own: own, list: nil) == nil, "\(password)")
    }
  }

  @Test func combiningMarksDoNotCountAsOneCharacter() {
    // One letter and 1000 marks is one Character, and too long.
    #expect(PasswordRules.problem("e" + String(repeating: "\u{301}", count: 1000), own: [], list: nil) == .tooLong)
  }

  @Test func theSecretIsWrittenAsAppsReadIt() throws {
    let secret = try #require(TOTPSecret(Array("12345678901234567890".utf8)))
    // RFC 4648 base32 of RFC 6238's test secret.
    #expect(secret.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    #expect(
      secret.uri(account: "mira@x.example", issuer: "Harbour Lane & Co")
        == "otpauth://totp/Harbour%20Lane%20%26%20Co:mira%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=Harbour%20Lane%20%26%20Co&algorithm=SHA1&digits=6&period=30")
    #expect(TOTPSecret([1, 2, 3]) == nil)
  }
}
