import Core
import Database
import Foundation
import Identity
import SQL
import TestSupport
import Testing

/// Connecting an account to the practice's provider, and taking the connection away.
@Suite struct ProviderLinkingTests {
  private func withDesk(_ body: (ProviderDesk) throws -> Void) throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice in try body(try ProviderDesk(practice, peer)) }
  }
  private func links(_ practice: TestPractice) throws -> Int {
    try practice.asOperator { db in
      try db.reader.first("SELECT COUNT(*) FROM identity_provider_link WHERE practice_id = \(db.scope)") {
        try $0.int(0)
      } ?? 0
    }
  }
  private func alerts(_ desk: ProviderDesk) throws -> [String] {
    try desk.practice.asOperator { db in
      try db.reader.rows(
        "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'identity.alert' ORDER BY id"
      ) { try $0.text(0) }
    }.map { $0.split(separator: " ").map(String.init) }.filter { $0[1] == desk.staff.user.description }.map { $0[2] }
  }

  @Test func isConnectedAndRemovedByItsOwner() throws {
    try withDesk { desk throws in
      let (browser, elsewhere) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      try browser.signIn(desk.staff.user, of: desk.practice)
      try elsewhere.signIn(desk.staff.user, of: desk.practice)
      #expect(browser.get("/account/security").words.contains("Not connected"))
      #expect(try desk.connect(desk.staff, browser).location == "/account/security?done=provider")
      let page = browser.get("/account/security?done=provider").words
      #expect(page.contains("Connected since") && page.contains("Your account is connected"))
      #expect(elsewhere.get("/account").location == "/sign-in", "signed out everywhere else")
      #expect(try alerts(desk) == ["providerAdded"])
      browser.now = browser.now.adding(seconds: 1)
      let removed = browser.post("/account/single-sign-on/removal", [:])
      #expect(removed.location == "/account/security?done=providerRemoved")
      #expect(try links(desk.practice) == 0 && alerts(desk) == ["providerAdded", "providerRemoved"])
      #expect(try desk.signIn(TestBrowser.somewhere()).status == 422)
      #expect(browser.post("/account/single-sign-on/removal", [:]).location == "/account/security")
      #expect(try desk.practice.events("factor.add") == 1 && desk.practice.events("factor.remove") == 1)
    }
  }

  @Test func takesAFactorShownJustNow() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      try browser.signIn(desk.staff.user, of: desk.practice)
      browser.now = browser.now.adding(seconds: 301)
      #expect(browser.get("/account/single-sign-on").status == 423)
      #expect(browser.post("/account/single-sign-on/removal", [:]).status == 423)
      #expect(browser.post("/account/single-sign-on", ["code": "a", "state": "b"]).status == 423)
    }
  }

  @Test func oneAccountThereIsOneAccountHere() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      let colleague = try Staff(in: desk.practice)
      let browser = TestBrowser.somewhere()
      try browser.signIn(colleague.user, of: desk.practice)
      let taken = try desk.connect(colleague, browser)
      #expect(taken.status == 422 && taken.words.contains("connected already"))
      try desk.peer.control(["subject": "berta"])
      #expect(try desk.connect(colleague, browser).location == "/account/security?done=provider")
      try desk.peer.control(["subject": "berta-2"])
      browser.now = browser.now.adding(seconds: 1)
      #expect(try desk.connect(colleague, browser).status == 422, "one there for each here")
      #expect(try links(desk.practice) == 2)
    }
  }

  /// Somebody lures a member of staff to an answer of their own: it was not asked for by that session.
  @Test func anAnswerOfAnotherSessionConnectsNothing() throws {
    try withDesk { desk throws in
      let (mine, theirs) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      try mine.signIn(desk.staff.user, of: desk.practice)
      try theirs.signIn(desk.owner.user, of: desk.practice)
      let page = theirs.get("/account/single-sign-on")
      let link = try #require(page.value(after: "btn-primary\" href=\"")).replacing("&amp;", with: "&")
      let address = try desk.peer.signIn(at: link)
      let query = String(address[try #require(address.firstIndex(of: "?"))...].dropFirst())
      let fields = Dictionary(
        uniqueKeysWithValues: query.split(separator: "&").map { pair in
          let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
          return (parts[0], parts[1].removingPercentEncoding ?? "")
        })
      mine.get("/account/security")
      #expect(mine.post("/account/single-sign-on", fields).status == 422)
      // Nor does it sign anybody in.
      let door = TestBrowser.somewhere()
      door.get(desk.door)
      #expect(door.post(desk.door + "/session", fields).status == 422)
      #expect(try links(desk.practice) == 0)
      theirs.get("/account/security")
      theirs.now = theirs.now.adding(seconds: 1)
      #expect(theirs.post("/account/single-sign-on", fields).location == "/account/security?done=provider")
      theirs.now = theirs.now.adding(seconds: 1)
      #expect(theirs.post("/account/single-sign-on", fields).status == 422, "used")
    }
  }

  @Test func aResetOfFactorsTakesItAway() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      desk.atOwner.now = desk.atOwner.now.adding(seconds: 1)
      let page = desk.atOwner.get("/team/\(desk.staff.user)")
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      let reset = desk.atOwner.post(
        "/team/\(desk.staff.user)/factor-reset", ["reason": "lost phone", "version": version])
      #expect(reset.location == "/team/\(desk.staff.user)?done=reset", "\(reset.status)")
      #expect(try links(desk.practice) == 0)
    }
  }

  @Test func whereThereIsNoProviderThereIsNothingToConnect() throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice throws in
      let desk = try ProviderDesk(practice, peer, isOn: false)
      let browser = TestBrowser.somewhere()
      try browser.signIn(desk.staff.user, of: practice)
      #expect(!browser.get("/account/security").words.contains("identity provider"))
      #expect(browser.get("/account/single-sign-on").status == 404)
      #expect(browser.post("/account/single-sign-on", ["code": "a", "state": "b"]).status == 404)
    }
  }
}
