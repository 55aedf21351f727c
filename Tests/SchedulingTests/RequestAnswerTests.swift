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
    #expect(page.words.contains("which the link in the message opens without signing in, and in the portal:"))
    #expect(page.words.contains("nothing clinical, please."))
    #expect(page.words.contains("At most 500 characters."))
    #expect(page.body.contains("<textarea class=\"input\" id=\"answer-\(id)\" name=\"answer\""))
    #expect(both.desk.browser.get("/calendar/requests?lang=he").words.contains("עד 500 תווים"))
    #expect(both.desk.browser.get("/calendar/requests?lang=de").words.contains("Höchstens 500 Zeichen"))
  }

  @Test func thePatientReadsThemOnThePageOfTheRequestWhicheverLinkTheyHave() throws {
    let (both, old, response) = try declined(Self.words)
    #expect(response.location == "/calendar/requests?done=decline")
    let id = try #require(AppointmentID(text: try both.ids()[0]))
    let newest = try both.desk.read { db in try db.managePath(id, sequence: 1) }
    for link in [old, newest] {
      let page = both.walk.browser.get(link)
      #expect(page.status == 200 && page.words.contains("Your request was declined"))
      #expect(page.words.contains("What the practice wrote"))
      #expect(page.body.contains("Please see your doctor first.\n\nCall us &lt;after&gt; that."))
      #expect(!page.words.contains("Not ours"), "the reason is the practice's own")
      #expect(!page.body.contains("/cancellation\"") && !page.body.contains("/move\""))
      #expect(!page.body.contains("/calendar\""), "no calendar has it")
      #expect(!page.words.contains("free of charge") && !page.words.contains("Free of charge"), "nothing to cancel")
    }
    #expect(both.walk.browser.get(old + "?lang=he").words.contains("מה שכתבה המרפאה"))
    #expect(both.walk.browser.get(old + "?lang=de").words.contains("Was die Praxis geschrieben hat"))
    #expect(both.walk.browser.post(old + "/cancellation", [:]).status == 409)
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
    let (both, link, _) = try declined("  \n \u{200b}\n")
    let page = both.walk.browser.get(link)
    #expect(page.words.contains("Your request was declined") && !page.words.contains("What the practice wrote"))
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
    #expect(both.walk.browser.post(link + "/cancellation", [:]).status == 303)
    #expect(both.walk.browser.get(link).words.contains("You took back your request"))
    let other = String(try #require(both.book("2027-03-11T09:00Z").location).prefix { $0 != "?" })
    _ = try both.sweep(try both.at("2027-03-09T09:00Z"))
    #expect(both.walk.browser.get(other).words.contains("Your request was not answered in time"))
  }

  /// Signed in they read it in their list, in the lines it was written in.
  @Test func thePortalShowsThem() throws {
    let (both, _, _) = try declined(Self.words)
    let patient = try both.desk.read { db in
      try db.first("SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope)") {
        try $0.id(0, as: PatientID.self)
      }
    }
    let browser = TestBrowser()
    browser.now = both.walk.browser.now
    try browser.signIn(patient: try #require(patient), of: both.clinic.practice)
    let page = browser.get("/portal")
    #expect(page.words.contains("Declined") && page.body.contains("Call us &lt;after&gt; that."))
    #expect(!page.words.contains("Not ours"))
  }
}
