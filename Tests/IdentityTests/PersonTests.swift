import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// `/team/{user}`: what those who manage the team do about an account.
@Suite struct PersonTests {
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  /// The version that the page of this person carries.
  private func version(_ user: UserID, _ browser: TestBrowser) throws -> String {
    try #require(browser.get("/team/\(user)").value(after: "name=\"version\" value=\""))
  }
  private func act(
    _ act: String, _ user: UserID, _ browser: TestBrowser, _ fields: [String: String] = [:]
  ) throws -> TestResponse {
    let version = try version(user, browser)
    return browser.post("/team/\(user)/\(act)", ["version": version].merging(fields) { $1 })
  }

  @Test func thePageShowsWhatAnAccountHas() throws {
    try withDesk { desk throws in
      let bob = try Staff(in: desk.practice, role: .frontDesk)
      bob.signIn(TestBrowser.somewhere())
      let page = desk.atAdmin.get("/team/\(bob.user)")
      #expect(page.status == 200 && page.words.contains("Mira Muster Email \(bob.email) Role Front desk"))
      #expect(page.words.contains("password app") && page.words.contains("in 1 place"))
      #expect(desk.atAdmin.get("/team/\(UserID.make())").status == 404)
      #expect(desk.atAdmin.get("/team/x").status == 404)
    }
  }

  @Test func anotherRoleEndsTheSessionsAndCountsFromTheNext() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .biller)
      let browser = TestBrowser.somewhere()
      person.signIn(browser)
      #expect(browser.get("/settings").status == 403)
      let changed = try act("role", person.user, desk.atAdmin, ["role": "admin"])
      #expect(changed.location == "/team/\(person.user)?done=role")
      #expect(desk.atAdmin.get("/team/\(person.user)?done=role").words.contains("and the person is signed out"))
      #expect(try desk.trail() == ["user.role biller,admin"])
      #expect(browser.get("/settings").location == "/sign-in", "what began as a biller's ends")
      browser.now = browser.now.adding(seconds: 30)
      person.signIn(browser)
      #expect(browser.get("/settings").status == 200)
      #expect(try act("role", person.user, desk.atAdmin, ["role": "biller"]).status == 303)
      #expect(browser.get("/settings").location == "/sign-in")
      #expect(try desk.alerts(person.user) == ["roleChanged", "roleChanged"])
    }
  }

  @Test func ownersWhoGiveTheirRoleAwaySignInAnew() throws {
    try withDesk { desk throws in
      _ = try Staff(in: desk.practice, role: .owner)
      #expect(try act("role", desk.owner.user, desk.atOwner, ["role": "biller"]).location == "/sign-in")
      #expect(desk.atOwner.get("/account").location == "/sign-in")
    }
  }

  @Test func aRoleThatIsNoneIsRefused() throws {
    try withDesk { desk throws in
      for role in ["", "king", "patient"] {
        let answer = try act("role", desk.practice.bob, desk.atOwner, ["role": role])
        #expect(answer.status == 422 && answer.body.contains("<a href=\"#role\">"), "\(role)")
      }
      #expect(try desk.member(desk.practice.bob).role == .frontDesk)
    }
  }

  @Test func theLastOwnerStays() throws {
    try withDesk { desk throws in
      let answer = try act("role", desk.owner.user, desk.atOwner, ["role": "admin"])
      #expect(answer.status == 422 && answer.words.contains("Somebody must stay owner"))
      let second = try Staff(in: desk.practice, role: .owner)
      let atSecond = TestBrowser.somewhere()
      try atSecond.signIn(second.user, of: desk.practice)
      #expect(try act("deactivation", desk.owner.user, atSecond).status == 303)
      #expect(try act("role", second.user, atSecond, ["role": "biller"]).status == 422)
      #expect(try desk.members().filter { $0.role == .owner && $0.isActive }.map(\.id) == [second.user])
    }
  }

  /// Each makes the other an admin at the same moment: one of them stays.
  @Test func twoOwnersCannotPutEachOtherAwayAtOnce() throws {
    for _ in 0..<5 {
      try withDesk { desk throws in
        let second = try Staff(in: desk.practice, role: .owner)
        let pairs = [(desk.owner.user, second.user), (second.user, desk.owner.user)]
        let slug = desk.practice.slug
        let left = Threads.run(pairs.count) { index in
          let (actor, other) = pairs[index]
          let connection = try TestServer.connect()
          _ = try connection.withPractice(slug: slug, actor: .staff(actor, .owner), origin: .local) { db in
            try db.transaction(AuditEvent("test.role", "identity_user", nil)) { tx in
              guard try TeamChanges.isOwnerLeft(without: other, in: tx) else { return }
              _ = try TeamChanges.setRole(.admin, of: other, version: 1, in: tx)
            }
          }
        }
        #expect(left.allSatisfy { $0 == nil }, "\(left)")
        #expect(try desk.members().filter { $0.role == .owner }.count == 1)
      }
    }
  }

  @Test func aClosedAccountIsOutAtOnceAndOpensAgain() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .frontDesk)
      let browser = TestBrowser.somewhere()
      person.signIn(browser)
      #expect(try act("deactivation", person.user, desk.atAdmin).location == "/team/\(person.user)?done=deactivated")
      #expect(browser.get("/calendar").location == "/sign-in")
      #expect(try desk.member(person.user).sessions == 0)
      #expect(person.typePassword(TestBrowser.somewhere()).status == 422)
      #expect(desk.atAdmin.get("/team").words.contains("Closed"))
      #expect(try desk.trail() == ["session.refuse password"])
      #expect(try act("activation", person.user, desk.atAdmin).location == "/team/\(person.user)?done=reactivated")
      #expect(person.typePassword(TestBrowser.somewhere()).location == "/sign-in/code")
      #expect(browser.get("/calendar").location == "/sign-in", "old sessions stay ended")
      #expect(try desk.alerts(person.user) == ["deactivated", "reactivated"])
      #expect(try desk.practice.events("user.deactivate") == 1 && desk.practice.events("user.reactivate") == 1)
    }
  }

  @Test func nobodyClosesOrResetsTheirOwnAccount() throws {
    try withDesk { desk throws in
      let page = desk.atAdmin.get("/team/\(desk.admin.user)")
      #expect(!page.body.contains("/deactivation") && !page.body.contains("/factor-reset"))
      #expect(try act("deactivation", desk.admin.user, desk.atAdmin).status == 403)
      #expect(try act("factor-reset", desk.admin.user, desk.atAdmin, ["reason": "lost"]).status == 403)
      #expect(try desk.member(desk.admin.user).hasApp)
    }
  }

  @Test func anAdminLeavesOwnersAlone() throws {
    try withDesk { desk throws in
      let page = desk.atAdmin.get("/team/\(desk.owner.user)")
      #expect(page.words.contains("changed by owners alone") && !page.body.contains("name=\"version\""))
      for act in ["role", "deactivation", "activation", "sign-out", "factor-reset"] {
        let fields = ["version": "1", "role": "biller", "reason": "x"]
        #expect(desk.atAdmin.post("/team/\(desk.owner.user)/\(act)", fields).status == 403, "\(act)")
      }
      #expect(try act("role", desk.practice.bob, desk.atAdmin, ["role": "owner"]).status == 403)
      #expect(try desk.member(desk.owner.user).role == .owner && desk.member(desk.practice.bob).role == .frontDesk)
    }
  }

  @Test func allSessionsOfAPersonEnd() throws {
    try withDesk { desk throws in
      let browsers = try (0..<3).map { _ in
        let browser = TestBrowser.somewhere()
        try browser.signIn(desk.practice.bob, of: desk.practice)
        return browser
      }
      desk.atAdmin.get("/team")
      let answer = desk.atAdmin.post("/team/\(desk.practice.bob)/sign-out", [:])
      #expect(answer.location == "/team/\(desk.practice.bob)?done=ended")
      #expect(browsers.allSatisfy { $0.get("/calendar").location == "/sign-in" })
      #expect(desk.atAdmin.get("/team").status == 200)
      #expect(try desk.trail() == ["user.sessions.end "])
    }
  }

  @Test func theSlowerOfTwoIsToldAndChangesNothing() throws {
    try withDesk { desk throws in
      let bob = desk.practice.bob
      let old = try version(bob, desk.atOwner)
      #expect(try act("role", bob, desk.atAdmin, ["role": "biller"]).status == 303)
      for (act, fields) in [
        ("role", ["role": "admin"]), ("deactivation", [:]), ("factor-reset", ["reason": "lost phone"]),
      ] {
        let answer = desk.atOwner.post("/team/\(bob)/\(act)", fields.merging(["version": old]) { $1 })
        #expect(answer.status == 409 && answer.words.contains("Somebody else changed this"), "\(act)")
      }
      let late = desk.atOwner.post("/team/\(bob)/role", ["role": "admin", "version": old])
      #expect(late.body.contains("value=\"admin\" selected") && late.words.contains("Saved meanwhile: Billing"))
      let member = try desk.member(bob)
      #expect(member.role == .biller && member.isActive && member.hasApp)
    }
  }

  @Test(arguments: ["role", "deactivation", "activation", "factor-reset"])
  func itTakesAFactorShownLately(_ act: String) throws {
    try withDesk { desk throws in
      desk.atOwner.get("/team")
      desk.atOwner.now = desk.atOwner.now.adding(minutes: 6)
      let fields = ["version": "1", "role": "biller", "reason": "x"]
      let asked = desk.atOwner.post("/team/\(desk.practice.bob)/\(act)", fields)
      #expect(asked.status == 423 && asked.body.contains("name=\"reason\" value=\"x\""))
      let member = try desk.member(desk.practice.bob)
      #expect(member.version == 1)
    }
  }

  @Test func anotherPracticesPeopleAreNothing() throws {
    try withDesk { desk throws in
      try withDesk { other in
        #expect(other.atOwner.get("/team/\(desk.practice.bob)").status == 404)
        for act in ["role", "deactivation", "activation", "sign-out", "factor-reset"] {
          let fields = ["version": "1", "role": "biller", "reason": "x"]
          #expect(other.atOwner.post("/team/\(desk.practice.bob)/\(act)", fields).status == 404, "\(act)")
        }
      }
      #expect(try desk.member(desk.practice.bob).version == 1)
    }
  }
}
