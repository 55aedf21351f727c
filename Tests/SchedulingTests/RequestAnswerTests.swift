import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// What staff write to a patient whose request they decline.
@Suite struct RequestAnswerTests {
  private static let start = "2027-03-10T09:00Z"
  private static let words = "Please see your doctor first.\n\nCall us <after> that."

  private func declined(_ answer: String) throws -> (RequestDesk, link: String, TestResponse) {
    let both = try RequestDesk("approval_hours = 24")
    let link = try #require(both.book(Self.start).location)
    let response = try both.answer("decline", fields: ["reason": "Not ours", "answer": answer])
    return (both, String(link.prefix { $0 != "?" }), response)
  }

  @Test func theFormSaysWhereTheWordsGoAndHowManyThereMayBe() throws {
    let both = try RequestDesk("approval_hours = 24")
    _ = try both.book(Self.start)
    let id = try both.ids()[0]
    let page = both.desk.browser.get("/calendar/requests")
    #expect(page.words.contains("What the patient is to read (if anything)"))
    #expect(page.words.contains("Read in the portal alone, signed in with a second factor; this patient can sign in"))
    #expect(page.words.contains("At most 500 characters."))
    #expect(page.body.contains("<textarea class=\"input\" id=\"answer-\(id)\" name=\"answer\""))
    #expect(both.desk.browser.get("/calendar/requests?lang=he").words.contains("עד 500 תווים"))
    // Somebody without an address, for whom nobody acts.
    try both.change("UPDATE patients_patient SET email_index = NULL")
    let unreached = both.desk.browser.get("/calendar/requests?lang=en").words
    #expect(
      unreached.contains("they would reach nobody. Please call instead.") && !unreached.contains("can sign in there"))
    #expect(both.desk.browser.get("/calendar/requests?lang=he").words.contains("עדיף להתקשר"))
    #expect(both.desk.browser.get("/calendar/requests?lang=de").words.contains("Höchstens 500 Zeichen"))
  }

  /// Whoever has the link reads that there is something, and where; an older link is closed as after any change.
  @Test func theLinkSaysThatThereAreWordsAndLeadsToThePortal() throws {
    let (both, old, response) = try declined(Self.words)
    #expect(response.location == "/calendar/requests?done=decline")
    let id = try #require(AppointmentID(text: try both.ids()[0]))
    let newest = try both.desk.read { db in try db.managePath(id, sequence: 1) }
    #expect(
      both.walk.browser.get(old).status == 410 && both.walk.browser.post(old + "/cancellation", [:]).status == 410)
    let page = both.walk.browser.get(newest)
    #expect(page.status == 200 && page.words.contains("Your request was declined"))
    #expect(
      page.words.contains("The practice wrote something about it. For your privacy it stands in the portal alone."))
    #expect(page.body.contains("<a href=\"/\(both.clinic.slug)/sign-in\">Sign in to read it</a>"))
    #expect(!page.words.contains("your doctor first") && !page.words.contains("Not ours"))
    #expect(!page.body.contains("/cancellation\"") && !page.body.contains("/move\""))
    #expect(!page.body.contains("/calendar\""), "no calendar has it")
    #expect(!page.words.contains("free of charge") && !page.words.contains("Free of charge"), "nothing to cancel")
    #expect(both.walk.browser.get(newest + "?lang=he").words.contains("המרפאה כתבה משהו בעניין"))
    #expect(both.walk.browser.get(newest + "?lang=de").words.contains("Die Praxis hat etwas dazu geschrieben"))
    #expect(both.walk.browser.post(newest + "/cancellation", [:]).status == 409)
    // Where no mail brings another link, the only one there is says what became of it.
    let mailOff = TestBrowser(sendsMail: false)
    mailOff.now = both.walk.browser.now
    let kept = mailOff.get(old)
    #expect(kept.words.contains("Your request was declined") && !kept.words.contains("your doctor first"))
    let desk = both.desk.browser.get("/appointments/\(id)").words
    #expect(desk.contains("Written to the patient Please see your doctor first.") && desk.contains("Not ours"))
  }

  @Test func theyAreSealedAndTheTrailNamesTheFieldAndNotTheWords() throws {
    let (both, _, _) = try declined(Self.words)
    let rows = try both.desk.read { db in
      try db.rows(
        "SELECT sealed_answer FROM scheduling_appointment WHERE practice_id = \(db.scope) AND sealed_answer IS NOT NULL"
      ) { try $0.bytes(0) }
    }
    #expect(rows.count == 1 && !String(decoding: rows[0], as: UTF8.self).contains("doctor"))
    let fields = try both.desk.read { db in
      try db.rows(
        "SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'appointment.decline'"
      ) { try $0.text(0) }
    }
    #expect(fields == ["answer"])
  }

  @Test func withoutWordsNothingIsShownAndNothingIsNamed() throws {
    let (both, _, _) = try declined("  \n \u{200b}\n")
    let page = both.walk.browser.get(try both.newestLink())
    #expect(page.words.contains("Your request was declined") && !page.words.contains("wrote something"))
    let fields = try both.desk.read { db in
      try db.rows(
        "SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'appointment.decline'"
      ) { try $0.text(0) }
    }
    #expect(fields == [""])
  }

  @Test func tooLongIsRefusedBesideTheFieldWithEverythingKept() throws {
    let long = String(repeating: "é", count: 501)
    let (both, _, response) = try declined(long)
    let id = try both.ids()[0]
    #expect(response.status == 422 && response.words.contains("At most 500 characters; these are 501."))
    #expect(response.body.contains("id=\"answer-\(id)-error\"") && response.body.contains("<a href=\"#answer-\(id)\""))
    #expect(response.body.contains(">\(long)</textarea>") && response.body.contains("value=\"Not ours\""))
    #expect(try both.state() == ["pending - 1 1"])
    // And what was typed into it is kept when the reason is missing.
    let missing = try both.answer("decline", fields: ["answer": "Kept words"])
    #expect(missing.status == 422 && missing.body.contains(">Kept words</textarea>"))
    #expect(missing.words.contains("Say why, so that others understand it."))
    // As long as may be, of the longest characters there are, fits its column.
    let most = String(repeating: "😀", count: 500)
    #expect(try both.answer("decline", fields: ["reason": "Not ours", "answer": most]).status == 303)
    #expect(both.desk.browser.get("/appointments/\(id)").body.contains(most))
  }

  @Test func whatAppointmentsAndOtherLinksOpenIsAsBefore() throws {
    let both = try RequestDesk("approval_hours = NULL")
    let link = String(try #require(both.book(Self.start).location).prefix { $0 != "?" })
    #expect(try both.answer("cancellation", fields: ["reason": "Ill"]).status == 303)
    #expect(both.walk.browser.get(link).status == 410, "the newest mail has the link that counts")
  }

  @Test func aRequestThatIsTakenBackOrRunsOutSaysSo() throws {
    let both = try RequestDesk("approval_hours = 24")
    let link = String(try #require(both.book(Self.start).location).prefix { $0 != "?" })
    let next = try #require(both.walk.browser.post(link + "/cancellation", [:]).location)
    #expect(both.walk.browser.get(next).words.contains("You took back your request"))
    _ = try both.book("2027-03-11T09:00Z")
    _ = try both.sweep(try both.at("2027-03-09T09:00Z"))
    #expect(both.walk.browser.get(try both.newestLink(1)).words.contains("Your request was not answered in time"))
  }

  private func portal(_ both: RequestDesk, proofs: String) throws -> TestBrowser {
    let patient = try both.desk.read { db in
      try db.first("SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope)") {
        try $0.id(0, as: PatientID.self)
      }
    }
    let browser = TestBrowser()
    browser.now = both.walk.browser.now
    try browser.signIn(patient: try #require(patient), of: both.clinic.practice, proofs: proofs)
    return browser
  }

  /// A mailbox alone opens no words of people.
  @Test func thePortalShowsThem() throws {
    let (both, _, _) = try declined(Self.words)
    let byMail = try portal(both, proofs: "mail")
    let page = byMail.get("/portal")
    #expect(page.words.contains("Declined") && page.words.contains("The practice wrote something about it."))
    #expect(page.body.contains("href=\"/portal/answers\"") && !page.body.contains("your doctor first"))
    let asked = byMail.get("/portal/answers")
    #expect(asked.location == nil && !asked.body.contains("your doctor first"), "the factor comes first")
    let signedIn = try portal(both, proofs: "mail,totp")
    #expect(signedIn.get("/portal/answers").location == "/portal")
    let whole = signedIn.get("/portal")
    #expect(whole.words.contains("Declined") && whole.body.contains("Call us &lt;after&gt; that."))
    #expect(!whole.words.contains("Not ours") && !whole.body.contains("/portal/answers"))
    for (language, words) in [("he", "הבקשה לא אושרה"), ("de", "Abgelehnt")] {
      #expect(signedIn.get("/portal?lang=\(language)").words.contains(words))
    }
  }

  /// Two at the front desk answer at once: what the second typed is not lost.
  @Test func whatWasTypedIsKeptWhenSomebodyElseWasFirst() throws {
    let both = try RequestDesk("approval_hours = 24")
    _ = try both.book(Self.start)
    let id = try both.ids()[0]
    let fields = ["reason": "Not ours", "answer": Self.words]
    let stale = try both.answer("decline", version: 7, fields: fields)
    #expect(stale.status == 409 && stale.body.contains("Call us &lt;after&gt; that.</textarea>"))
    #expect(
      stale.body.contains("value=\"Not ours\"") && stale.body.contains("<details class=\"disclosure grow\" open>"))
    #expect(!stale.words.contains("What you had typed") && stale.body.contains("id=\"answer-\(id)\""))
    #expect(try both.answer("decline", fields: ["reason": "First"]).status == 303)
    let over = try both.answer("decline", fields: fields)
    #expect(over.status == 409 && over.words.contains("What you had typed Not ours Please see your doctor first."))
    #expect(both.desk.browser.get("/calendar/requests?lang=de").status == 200)
  }

  /// Taken back, the words are kept and shown to nobody; the next decline has words of its own, or none.
  @Test func undoneTheWordsStandNowhereAndAreNotLost() throws {
    let (both, _, _) = try declined(Self.words)
    let undone = try both.answer("cancellation-undo", version: 2)
    #expect(undone.status == 303, "\(undone.words)")
    #expect(try both.keptAnswers() == 1)
    let id = try both.ids()[0]
    let portal = try portal(both, proofs: "mail,totp")
    #expect(!both.desk.browser.get("/appointments/\(id)").words.contains("your doctor first"))
    #expect(!portal.get("/portal").words.contains("your doctor first"))
    #expect(try both.answer("cancellation", version: 3, fields: ["reason": "Ill"]).status == 303)
    #expect(!portal.get("/portal").words.contains("your doctor first"), "it is an appointment by now")
    #expect(!both.desk.browser.get("/appointments/\(id)").words.contains("your doctor first"))
  }

  @Test func theBillerDoesNotReadThem() throws {
    let (both, _, _) = try declined(Self.words)
    let (biller, user) = (TestBrowser(), UserID.make())
    try both.clinic.practice.asOperator { [clinic = both.clinic] db in
      try db.transaction(AuditEvent("test.user", "identity_user", nil)) { tx in
        try TestPractice.add(user, "Bill Specimen", "bill@\(clinic.slug).example", .biller, in: tx)
      }
    }
    biller.now = both.desk.browser.now
    try biller.signIn(user, of: both.clinic.practice)
    let page = biller.get("/appointments/\(try both.ids()[0])")
    #expect(page.status == 200 && !page.words.contains("your doctor first"), "\(page.status)")
  }
}

extension RequestDesk {
  fileprivate func change(_ statement: SQL) throws {
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.change", "test", nil)) { tx in
        try tx.execute("\(statement) WHERE practice_id = \(tx.scope)")
      }
    }
  }
  fileprivate func newestLink(_ index: Int = 0) throws -> String {
    let id = try #require(AppointmentID(text: try ids()[index]))
    return try desk.read { db in try db.managePath(id, sequence: 1) }
  }
  fileprivate func keptAnswers() throws -> Int {
    try desk.read { db in
      try db.first(
        "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope) AND sealed_answer IS NOT NULL"
      ) { try $0.int(0) } ?? 0
    }
  }
}
