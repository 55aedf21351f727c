import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// The secret address: shown once, answered alike when it is not one, and gone with its owner's rights.
@Suite struct FeedAddressTests {
  @Test func theAddressIsShownOnceAndKeptAsAHash() throws {
    let desk = try FeedDesk()
    let path = try desk.staffFeed()
    let last = try #require(path.split(separator: "/").last)
    let token = try #require(Token(text: String(last.prefix(43))))
    let page = desk.staff.get("/account/feed")
    #expect(!page.body.contains(token.text) && page.words.contains("Not fetched yet"))
    #expect(page.words.contains("Made on Monday 1 March 2027, 10:00"))
    let hashes = try desk.practice.asOperator { db in
      try db.reader.rows("SELECT token_hash FROM scheduling_feed WHERE practice_id = \(db.scope)") { try $0.bytes(0) }
    }
    #expect(hashes == [token.hash])
    #expect(desk.fetch(path, after: 5).status == 200)
    #expect(desk.staff.get("/account/feed").words.contains("Last fetched on Monday 1 March 2027, 10:05"))
    #expect(try desk.events("feed.make") == ["staff "])
  }

  @Test func whateverIsNoAddressIsAnsweredAlike() throws {
    let (desk, other) = (try FeedDesk(), try FeedDesk())
    let (path, foreign) = (try desk.staffFeed(), try other.staffFeed())
    let token = try #require(foreign.split(separator: "/").last)
    let old = path
    desk.staff.now = desk.staff.now.adding(seconds: 1)
    let renewed = try desk.staffFeed()
    #expect(renewed != old && desk.fetch(renewed).status == 200)
    let never = "/feeds/\(desk.clinic.slug)/\(Token.make().text).ics?lang=en"
    let answers = [old, "/feeds/\(desk.clinic.slug)/\(token)", never].map { desk.fetch($0) }
    #expect(answers.map(\.status) == [404, 404, 404])
    // The page says where it stands, and that is the address that was asked.
    let bodies = zip(answers, [old, "/\(token)", never]).map { answer, path in
      let asked = path.split(separator: "/").last.map(String.init) ?? ""
      return answer.body.replacing(asked.prefix { $0 != "?" }, with: "X")
    }
    #expect(Set(bodies).count == 1 && !bodies[0].contains("VCALENDAR"))
    #expect(Set(answers.map { $0.response.headers.map { "\($0.name): \($0.value)" } }).count == 1)
    #expect(desk.fetch(String(renewed.dropLast("?lang=en".count + 4))).status == 404, "without its ending")
    #expect(try desk.events("feed.renew").count == 1)
    #expect(desk.staff.post("/account/feed/removal", [:]).location == "/account/feed?done=removed")
    let ended = desk.fetch(renewed)
    #expect(ended.status == 404)
    #expect(desk.staff.get("/account/feed?done=removed").words.contains("There is no address yet"))
    #expect(other.fetch(foreign).status == 200)
  }

  @Test func theFeedEndsWithItsOwnersRights() throws {
    let desk = try FeedDesk()
    let (staff, patient) = (try desk.staffFeed(), try desk.patientFeed())
    #expect(desk.fetch(staff).status == 200 && desk.fetch(patient).status == 200)
    try set("status = 'deactivated'", desk)
    #expect(desk.fetch(staff).status == 404)
    // Whoever comes back does not find the old address alive.
    #expect(try desk.practice.enter(.job) { db in try FeedSweeper.sweep(now: desk.staff.now, in: db) } == 1)
    try set("status = 'active'", desk)
    #expect(desk.fetch(staff).status == 404 && desk.fetch(patient).status == 200)
    #expect(try desk.practice.enter(.job) { db in try FeedSweeper.sweep(now: desk.staff.now, in: db) } == 0)
    #expect(try desk.events("feed.sweep") == ["job rows=1"])

    let pat = desk.practice.pat
    try desk.change(AuditEvent("test.erase", "patients_patient", pat.id)) { tx in
      try AppointmentErasure.erase(pat, .contact, in: tx)
    }
    #expect(desk.fetch(patient).status == 404)
  }

  private func set(_ status: SQL, _ desk: FeedDesk) throws {
    let alice = desk.practice.alice
    try desk.change(AuditEvent("test.user", "identity_user", alice.id)) { tx in
      try tx.execute("UPDATE identity_user SET \(status) WHERE practice_id = \(tx.scope) AND id = \(alice)")
    }
  }

  @Test func whoActsForSomebodyReadsAsLongAsTheyDo() throws {
    let desk = try FeedDesk()
    let (account, link, pat) = (EntityID.make(), EntityID.make(), desk.practice.pat)
    try desk.change(AuditEvent("test.guardian", "identity_portal_account", account)) { tx in
      let email = try tx.seal("g@g.example", SealedColumn("identity_portal_account", "sealed_email"), row: account)
      try tx.execute(
        """
        INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, created_at)
        VALUES (\(tx.scope), \(account), \(email), \(tx.blindIndex("g@g.example", of: "email")), \(desk.staff.now))
        """)
      let name = try tx.seal("Gus", SealedColumn("identity_related_person", "sealed_name"), row: link)
      try tx.execute(
        """
        INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation, valid_until,
          created_at)
        VALUES (\(tx.scope), \(link), \(account), \(pat), \(name), 'parent', \(desk.staff.now.adding(days: 1)),
          \(desk.staff.now))
        """)
    }
    let guardian = TestBrowser()
    guardian.now = desk.staff.now
    try guardian.signIn(patient: pat, of: desk.practice, actingAs: account)
    let (theirs, own) = (try desk.make(guardian, at: "/portal/feed"), try desk.patientFeed())
    #expect(theirs != own && desk.fetch(theirs).status == 200 && desk.fetch(own).status == 200)
    #expect(desk.fetch(theirs, after: 24 * 60 + 1).status == 404 && desk.fetch(own, after: 24 * 60 + 1).status == 200)
  }

  @Test func whatIsKnownIsNotSentAgain() throws {
    let desk = try FeedDesk()
    try desk.plan(desk.staff.now.adding(days: 1))
    let path = try desk.staffFeed()
    let first = desk.fetch(path)
    let (tag, date) = (
      try #require(first.response.header("ETag")), try #require(first.response.header("Last-Modified"))
    )
    #expect(first.response.header("Cache-Control") == "private, no-cache")
    #expect(first.response.header("Content-Type") == "text/calendar; charset=utf-8" && first.response.cookies.isEmpty)
    #expect(date == "Mon, 01 Mar 2027 09:00:00 GMT")
    for headers in [["if-none-match": tag], ["if-none-match": "\"x\", W/\(tag)"], ["if-modified-since": date]] {
      let again = desk.fetch(path, headers, after: 10)
      #expect(again.status == 304 && again.response.body.isEmpty && again.response.header("ETag") == tag)
    }
    // A tag that does not fit outweighs a date that does.
    #expect(desk.fetch(path, ["if-none-match": "\"x\"", "if-modified-since": date], after: 10).status == 200)
    #expect(try desk.events("feed.read").count == 1, "the same within the hour is one reading")
    #expect(desk.fetch(path, after: 70).status == 200)
    #expect(try desk.events("feed.read").count == 2)

    try desk.plan(desk.staff.now.adding(days: 2))
    let changed = desk.fetch(path, ["if-none-match": tag, "if-modified-since": date], after: 71)
    #expect(changed.status == 200 && changed.response.header("ETag") != tag)
    #expect(changed.response.header("Last-Modified") == "Mon, 01 Mar 2027 10:11:00 GMT")
    #expect(desk.fetch(path, ["if-modified-since": date], after: 72).status == 200)
  }

  @Test func somebodyWithoutAColumnIsToldThatNothingWouldBeInIt() throws {
    let desk = try FeedDesk()
    let front = TestBrowser()
    front.now = desk.staff.now
    try front.signIn(desk.practice.bob, of: desk.practice)
    #expect(front.get("/account/feed").words.contains("No column of the calendar is yours"))
    #expect(desk.staff.get("/account/feed").words.contains("Names of patients are not in it."))
    let hebrew = desk.patient.get("/portal/feed?lang=he")
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("אין עדיין כתובת"))
    #expect(TestBrowser().get("/account/feed").location == "/sign-in")
    #expect(TestBrowser().get("/portal/feed").location == "/portal/sign-in")
  }
}
