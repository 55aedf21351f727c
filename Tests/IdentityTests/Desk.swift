import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport

/// A practice with an owner and an admin, each signed in at a browser of their own.
struct Desk {
  let practice: TestPractice
  let owner: Staff
  let admin: Staff
  let atOwner: TestBrowser
  let atAdmin: TestBrowser

  init(_ practice: TestPractice) throws {
    self.practice = practice
    owner = try Staff(in: practice, role: .owner)
    admin = try Staff(in: practice, role: .admin)
    atOwner = TestBrowser.somewhere()
    atAdmin = TestBrowser.somewhere()
    try atOwner.signIn(owner.user, of: practice)
    try atAdmin.signIn(admin.user, of: practice)
  }

  static func invitation(_ email: String, role: Role = .biller, language: Language = .en) -> [String: String] {
    ["name": "Nora Neu", "email": email, "role": role.rawValue, "language": language.rawValue]
  }

  /// Invites by the page and gives the address the mail leads to.
  func invite(
    _ email: String, role: Role = .biller, language: Language = .en, at browser: TestBrowser
  ) throws -> String {
    // Ids sort by their millisecond.
    browser.now = browser.now.adding(seconds: 1)
    browser.get("/team/invitations/new")
    let answer = browser.post("/team/invitations/new", Desk.invitation(email, role: role, language: language))
    guard answer.location == "/team?done=invited" else { throw TestFailure("no invitation: \(answer.status)") }
    return try newestLink(.invitation)
  }

  /// The address in the newest mail of that kind.
  func newestLink(_ purpose: StaffLinkPurpose) throws -> String {
    let token = try practice.asOperator { db in
      try db.reader.first(
        """
        SELECT id FROM identity_staff_link WHERE practice_id = \(db.scope) AND purpose = \(purpose.rawValue)
        ORDER BY id DESC LIMIT 1
        """
      ) { try $0.id(0) }.map { try db.reader.staffLinkToken($0).text }
    }
    guard let token else { throw TestFailure("no link") }
    return "/\(practice.slug)/\(purpose.rawValue)/\(token)"
  }

  /// A post a moment later.
  func post(_ target: String, _ fields: [String: String] = [:], at browser: TestBrowser) -> TestResponse {
    browser.now = browser.now.adding(seconds: 1)
    return browser.post(target, fields)
  }

  /// Payloads of jobs of one kind, oldest first.
  func jobs(_ kind: String) throws -> [String] {
    try practice.asOperator { db in
      try db.reader.rows(
        "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = \(kind) ORDER BY id"
      ) { try $0.text(0) }
    }
  }
  /// Codes of the news that were sent to somebody, oldest first.
  func alerts(_ user: UserID) throws -> [String] {
    try jobs("identity.alert").map { $0.split(separator: " ").map(String.init) }
      .filter { $0[1] == user.description }.map { $0[2] }
  }

  func members() throws -> [TeamMember] {
    try practice.asOperator { db in try Team.all(now: .now, in: db.reader) }
  }
  func member(_ user: UserID) throws -> TeamMember {
    guard let found = try members().first(where: { $0.id == user }) else { throw TestFailure("no such member") }
    return found
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
