import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport

/// A practice with an owner at a browser.
struct Cast {
  let practice: TestPractice
  let owner: UserID
  let browser: TestBrowser

  init(_ practice: TestPractice) throws {
    self.practice = practice
    let owner = UserID.make()
    self.owner = owner
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.owner", "identity_user", nil)) { tx in
        try TestPractice.add(owner, "Olivia Owner", "owner@\(practice.slug).example", .owner, in: tx)
      }
    }
    browser = TestBrowser()
    try browser.signIn(owner, of: practice)
  }

  /// Somebody else at a browser of their own.
  func browser(of user: UserID) throws -> TestBrowser {
    let browser = TestBrowser()
    try browser.signIn(user, of: practice)
    return browser
  }

  /// `action fields` of the newest events, newest first.
  func trail(_ count: Int = 1) throws -> [String] {
    try practice.asOperator { db in
      try db.reader.rows(
        "SELECT action, fields FROM audit_event WHERE practice_id = \(db.scope) ORDER BY seq DESC LIMIT \(count)"
      ) { row in try row.text(0) + " " + row.text(1) }
    }
  }
}
