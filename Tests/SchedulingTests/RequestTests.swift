import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Bookings that staff answer: kept like a hold, firm by agreement, free again by refusal or time.
@Suite struct RequestTests {
  private static let start = "2027-03-10T09:00Z"

  @Test func aRequestKeepsItsPlaceAndSaysSo() throws {
    let both = try RequestDesk("approval_hours = 24")
    #expect(both.walk.browser.get(both.walk.base).words.contains("on request"))
    let hold = both.walk.hold(both.clinic.talk, Self.start, with: both.clinic.mira)
    let target = try #require(hold.location)
    both.walk.browser.get(target)
    let review = both.walk.browser.post(target + "/review", BookingWalk.details)
    #expect(review.words.contains("until the practice has answered, by Tuesday 9 March 2027, 10:00 at the latest"))
    #expect(review.words.contains("Send request") && !review.words.contains("Confirm booking"))
    let asked = both.walk.browser.post(target + "/confirmation", BookingWalk.details)
    let page = both.walk.browser.get(try #require(asked.location))
    #expect(page.words.contains("Your request was sent.") && page.words.contains("Not confirmed yet"))
    #expect(page.words.contains("The practice answers by Tuesday 9 March 2027, 10:00."))
    #expect(!page.words.contains("You are booked") && !page.body.contains("/calendar\""))
    #expect(try both.state() == ["pending - 1 1"])
    #expect(try both.news() == ["appointment.requested 0"], "nobody is told that it is booked")
    #expect(both.walk.hold(both.clinic.talk, Self.start, with: both.clinic.mira).status == 409)
    #expect(both.desk.browser.get("/calendar?date=2027-03-10").words.contains("Requests (1)"))
    #expect(try both.desk.audit().last == "appointment.request")
  }

  @Test func staffAgreeAndThePatientIsTold() throws {
    let both = try RequestDesk("approval_hours = 24")
    let link = try #require(both.book(Self.start).location)
    let list = both.desk.browser.get("/calendar/requests")
    #expect(list.words.contains("Erika Mustermann Talk with Dr Mira Specimen"))
    #expect(list.words.contains("The time is kept until Tue 9 March, 10:00."))
    let answer = try both.answer("approval")
    #expect(answer.location == "/calendar/requests?done=approval")
    #expect(both.desk.browser.get("/calendar/requests?done=approval").words.contains("the patient is told"))
    #expect(try both.state() == ["booked - 0 1"])
    #expect(try both.news() == ["appointment.requested 0", "appointment.booked 0"])
    // The link the visitor kept is still theirs, and long after the time to answer the place still is.
    #expect(both.walk.browser.get(link).words.contains("Your visit"))
    let later = try both.at("2027-03-10T08:00Z")
    #expect(try both.sweep(later) == 0)
    #expect(try both.state() == ["booked - 0 1"])
    #expect(try both.answer("approval", version: 2).status == 409, "answered is answered")
  }

  /// A new time is theirs to agree to as well: the link still cancels.
  @Test func whatStaffAgreedToIsNotMovedByTheLink() throws {
    let both = try RequestDesk("approval_hours = 24")
    let link = try #require(both.book(Self.start).location)
    #expect(try both.answer("approval").status == 303)
    let page = both.walk.browser.get(link)
    #expect(page.words.contains("To change the time now, please call") && !page.body.contains("/move\""))
    let path = String(link.prefix { $0 != "?" })
    #expect(both.walk.browser.get(path + "/move").location == path)
    let moved = both.walk.browser.post(path + "/time", ["start": "2027-03-10T10:00Z"])
    #expect(moved.status == 409 && moved.words.contains("Nothing was changed"))
    #expect(try both.state() == ["booked - 0 1"])
    #expect(both.walk.browser.post(path + "/cancellation", [:]).location?.hasSuffix("?cancelled=1") == true)
  }

  @Test func decliningNeedsAReasonFreesTheTimeAndIsTold() throws {
    let both = try RequestDesk("approval_hours = 24, late_fee_minor = 2000")
    _ = try both.book(Self.start)
    let silent = try both.answer("decline")
    #expect(silent.status == 422)
    #expect(silent.words.contains("Say why, so that others understand it."))
    #expect(silent.body.contains("<a href=\"#reason-"))
    #expect(try both.state() == ["pending - 1 1"])
    #expect(try both.answer("decline", fields: ["reason": "Not ours"]).location == "/calendar/requests?done=decline")
    #expect(try both.state() == ["cancelled practice 0 0"])
    #expect(try both.news() == ["appointment.requested 0", "appointment.declined 1"])
    #expect(both.walk.hold(both.clinic.talk, Self.start, with: both.clinic.mira).status == 303)
    let page = both.desk.browser.get("/appointments/\(try both.ids()[0])").words
    #expect(page.contains("Not ours") && page.contains("Declined") && !page.contains("Late cancellation fee"))
  }

  @Test func twoWhoAnswerAtOnceAreNotBothRight() throws {
    let both = try RequestDesk("approval_hours = 24")
    _ = try both.book(Self.start)
    #expect(try both.answer("approval", version: 7).status == 409)
    #expect(try both.answer("approval").status == 303)
    #expect(try both.answer("decline", fields: ["reason": "Late"]).status == 409)
    #expect(try both.state() == ["booked - 0 1"])
    // What is no request is not answered, nor what belongs to somebody else.
    let booked = try both.desk.book(["date": "2027-03-11"]).id
    #expect(both.desk.act(booked, "approval", version: 1).status == 409)
    #expect(try RequestDesk("minutes = 50").desk.act(booked, "approval", version: 1).status == 404)
    #expect(both.walk.browser.get("/calendar/requests").location == "/sign-in")
  }

  /// One second before its end a request holds; at its end it is nobody's.
  @Test func theEndOfARequestIsToTheSecond() throws {
    let both = try RequestDesk("approval_hours = 24")
    _ = try both.book(Self.start)
    let end = try both.at("2027-03-09T09:00Z")
    both.desk.browser.now = end.adding(seconds: -1)
    both.walk.browser.now = end.adding(seconds: -1)
    #expect(try both.sweep(end.adding(seconds: -1)) == 0)
    #expect(both.walk.hold(both.clinic.talk, Self.start, with: both.clinic.mira).status == 409)
    #expect(both.desk.browser.get("/calendar/requests").words.contains("Erika Mustermann"))
    _ = try both.at("2027-03-09T09:00Z")
    #expect(both.desk.browser.get("/calendar/requests").words.contains("No requests wait"))
    #expect(try both.answer("approval").status == 409)
    #expect(try both.state() == ["pending - 1 1"])
    #expect(both.walk.hold(both.clinic.talk, Self.start, with: both.clinic.mira).status == 303)
    #expect(try both.sweep(end) >= 1)
    #expect(try both.state() == ["cancelled time 0 0"])
    #expect(try both.news() == ["appointment.requested 0", "appointment.lapsed 1"])
    #expect(try both.sweep(end) == 0)
    #expect(try both.desk.audit().last == "appointment.expire")
  }

  @Test func aRequestThatRanOutIsNotAgreedToByASecondLook() throws {
    let both = try RequestDesk("approval_hours = 24")
    let link = try #require(both.book(Self.start).location)
    _ = try both.at("2027-03-09T09:00Z")
    #expect(both.walk.browser.get(link).words.contains("The practice did not answer in time."))
    // Somebody else has the place by now, firmly.
    try both.set("approval_hours = NULL")
    _ = try both.book(Self.start, ["given": "Ada", "email": "ada@example.org"])
    both.desk.browser.now = try #require(InstantText.decode("2027-03-09T08:59Z"))
    #expect(try both.answer("approval").status == 409, "its claim is gone, whatever a slow clock says")
    #expect(try both.state() == ["pending - 1 0", "booked - 0 1"])
  }

  @Test func aRequestNeverWaitsBeyondItsOwnStartAndIsTakenBackFree() throws {
    let both = try RequestDesk("approval_hours = 336, late_fee_minor = 2000, cancel_notice_minutes = 43200")
    let link = String(try #require(both.book(Self.start).location).prefix { $0 != "?" })
    #expect(both.desk.browser.get("/calendar/requests").words.contains("kept until Wed 10 March, 10:00"))
    #expect(both.walk.browser.get(link).words.contains("Cancelling is free of charge now"))
    #expect(both.walk.browser.post(link + "/cancellation", [:]).status == 303)
    #expect(try both.state() == ["cancelled patient 0 0"])
    #expect(try both.news() == ["appointment.requested 0", "appointment.cancelled 1"])
    let fee = try both.desk.read { db in
      try db.first(
        "SELECT CAST(SUM(late_fee_due) AS SIGNED) FROM scheduling_appointment WHERE practice_id = \(db.scope)"
      ) {
        try $0.int(0)
      }
    }
    #expect(fee == 0)
  }

  @Test func aRequestIsNotCheckedInOrMovedBeforeItIsAnswered() throws {
    let both = try RequestDesk("approval_hours = 48")
    _ = try both.book(Self.start)
    _ = try both.at("2027-03-10T08:00Z")
    #expect(try both.answer("check-in").status == 409)
    #expect(try both.answer("time", fields: both.desk.moving(1)).status == 409)
    #expect(try both.answer("cancellation").status == 409)
    #expect(try both.state() == ["pending - 1 1"])
    let panel = both.desk.browser.get("/appointments/\(try both.ids()[0])")
    #expect(panel.body.contains("href=\"/calendar/requests\"") && !panel.body.contains("/check-in"))
  }
}
