import Core
@testable import Identity
import SQL
import TestSupport
import Testing

/// `/team`: who works here, who is invited.
@Suite struct TeamTests {
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  @Test func everybodyStandsThereWithWhatTheySignInWith() throws {
    try withDesk { desk throws in
      let page = desk.atAdmin.get("/team")
      #expect(page.status == 200)
      #expect(page.words.contains("Alice Specimen") && page.words.contains("bob@\(desk.practice.slug).example"))
      #expect(page.words.contains("Mira Muster you Administrator"))
      #expect(page.words.contains("password app"))
      #expect(page.words.contains("Nobody is invited right now"))
      #expect(page.body.contains("href=\"/team/\(desk.practice.bob)\""))
      #expect(page.words.contains("never"), "alice has never signed in")
    }
  }

  @Test func onlyOwnersAndAdminsSeeIt() throws {
    try withDesk { desk throws in
      let bob = TestBrowser()
      try bob.signIn(desk.practice.bob, of: desk.practice)
      #expect(bob.get("/team").status == 403)
      #expect(bob.get("/team/invitations/new").status == 403)
      #expect(bob.post("/team/invitations/new", Desk.invitation("x@staff.example")).status == 403)
      #expect(!bob.get("/calendar").body.contains("href=\"/team\""))
      #expect(desk.atOwner.get("/calendar").body.contains("href=\"/team\""))
      #expect(TestBrowser().get("/team").location == "/sign-in")
    }
  }

  @Test func anInvitationIsSentListedSentAgainAndWithdrawn() throws {
    try withDesk { desk throws in
      let email = Staff.anyEmail()
      let first = try desk.invite(email, at: desk.atOwner)
      #expect(try desk.trail() == ["invitation.send biller"])
      #expect(try desk.jobs("identity.link").count == 1)
      let page = desk.atOwner.get("/team?done=invited")
      #expect(page.words.contains("The invitation is on its way."))
      #expect(page.words.contains("Nora Neu On its way \(email) · Billing · until"))
      let path = try #require(page.value(after: "action=\"/team/invitations/")).replacing("/renewal", with: "")
      #expect(desk.post("/team/invitations/\(path)/renewal", at: desk.atOwner).location == "/team?done=renewed")
      let second = try desk.newestLink(.invitation)
      #expect(second != first)
      #expect(try desk.jobs("identity.link").count == 2)
      let renewed = desk.atOwner.get("/team")
      #expect(renewed.words.components(separatedBy: email).count == 2, "the one before is not listed any more")
      let newer = try #require(renewed.value(after: "action=\"/team/invitations/")).replacing("/renewal", with: "")
      #expect(desk.atOwner.post("/team/invitations/\(newer)/withdrawal", [:]).location == "/team?done=withdrawn")
      #expect(try desk.trail() == ["invitation.withdraw "])
      #expect(desk.atOwner.get("/team").words.contains("Nora Neu Withdrawn"))
      #expect(desk.atOwner.post("/team/invitations/\(newer)/withdrawal", [:]).status == 303, "twice is once")
      #expect(try desk.practice.events("invitation.withdraw") == 1)
    }
  }

  @Test func anInvitationRunsOutAfterSevenDays() throws {
    try withDesk { desk throws in
      _ = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let later = TestBrowser.somewhere()
      later.now = later.now.adding(days: 7).adding(minutes: 1)
      try later.signIn(desk.owner.user, of: desk.practice)
      #expect(later.get("/team").words.contains("Nora Neu Expired"))
    }
  }

  @Test(arguments: [
    ("name", ""), ("name", String(repeating: "x", count: 121)), ("email", ""), ("email", "nora@"), ("role", "patient"),
    ("role", "king"), ("language", "fr"),
  ])
  func whatCannotBeUsedIsRefusedAndKept(_ field: String, _ value: String) throws {
    try withDesk { desk throws in
      desk.atOwner.get("/team/invitations/new")
      let typed = Desk.invitation("nora@staff.example").merging([field: value]) { $1 }
      let answer = desk.atOwner.post("/team/invitations/new", typed)
      #expect(answer.status == 422 && answer.body.contains("<a href=\"#\(field)\">"))
      #expect(field == "email" || answer.body.contains("value=\"nora@staff.example\""))
      let links = try desk.jobs("identity.link")
      #expect(links.isEmpty)
    }
  }

  @Test func nobodyIsInvitedTwice() throws {
    try withDesk { desk throws in
      let email = Staff.anyEmail()
      _ = try desk.invite(email, at: desk.atOwner)
      let again = desk.atOwner.post("/team/invitations/new", Desk.invitation(email.uppercased()))
      #expect(again.status == 422 && again.words.contains("This address has an open invitation"))
      let member = desk.atOwner.post("/team/invitations/new", Desk.invitation(desk.admin.email))
      #expect(member.status == 422 && member.words.contains("works here already"))
      try desk.practice.deactivate(desk.admin.user)
      let former = desk.atOwner.post("/team/invitations/new", Desk.invitation(desk.admin.email))
      #expect(former.status == 422 && former.words.contains("worked here before"))
      #expect(try desk.jobs("identity.link").count == 1)
    }
  }

  @Test func anOwnerAloneMakesOwners() throws {
    try withDesk { desk throws in
      #expect(!desk.atAdmin.get("/team/invitations/new").body.contains("value=\"owner\""))
      let asked = desk.atAdmin.post("/team/invitations/new", Desk.invitation(Staff.anyEmail(), role: .owner))
      #expect(asked.status == 422)
      _ = try desk.invite(Staff.anyEmail(), role: .owner, at: desk.atOwner)
      let page = desk.atAdmin.get("/team")
      #expect(page.words.contains("Nora Neu") && !page.body.contains("/renewal"))
      let id = try #require(try desk.jobs("identity.link").first)
      for act in ["renewal", "withdrawal"] {
        #expect(desk.atAdmin.post("/team/invitations/\(id)/\(act)", [:]).status == 403)
      }
      #expect(try desk.practice.events("access.refuse") == 2)
    }
  }

  @Test func invitingNeedsAFactorShownLately() throws {
    try withDesk { desk throws in
      desk.atOwner.get("/team/invitations/new")
      desk.atOwner.now = desk.atOwner.now.adding(minutes: 6)
      #expect(desk.atOwner.post("/team/invitations/new", Desk.invitation(Staff.anyEmail())).status == 423)
      let links = try desk.jobs("identity.link")
      #expect(links.isEmpty)
    }
  }

  @Test func anotherPracticesInvitationIsNothing() throws {
    try withDesk { desk throws in
      _ = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let id = try #require(try desk.jobs("identity.link").first)
      try withDesk { other in
        other.atOwner.get("/team")
        for act in ["renewal", "withdrawal"] {
          #expect(other.atOwner.post("/team/invitations/\(id)/\(act)", [:]).status == 404)
        }
        #expect(!other.atOwner.get("/team").words.contains("Nora Neu"))
      }
    }
  }

  @Test func theTeamSpeaksHebrewFromTheRight() throws {
    try withDesk { desk throws in
      let page = desk.atOwner.get("/team?lang=he")
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("מי עובדים כאן"))
    }
  }
}
