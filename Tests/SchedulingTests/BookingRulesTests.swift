import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Limits, questions, clusters and the fee: what a service asks of those who book it online.
@Suite struct BookingRulesTests {
  @Test func nobodyHasMoreVisitsAheadThanTheLimitAndStaffMay() throws {
    let both = try RequestDesk("open_limit = 2")
    #expect(try both.book("2027-03-10T08:00Z").status == 303)
    #expect(try both.book("2027-03-11T08:00Z").status == 303)
    let third = try both.book("2027-03-12T08:00Z")
    #expect(third.status == 409)
    #expect(third.words.contains("This visit cannot be booked online now. Please call the practice."))
    #expect(third.body.contains("value=\"Mustermann\""), "nothing typed is lost")
    #expect(try both.book("2027-03-12T08:30Z", ["email": "other@example.org"], with: both.clinic.jonas).status == 303)
    // What is over or cancelled no longer counts.
    _ = try both.at("2027-03-10T08:00Z")
    #expect(try both.book("2027-03-15T08:00Z").status == 303)
    #expect(try both.book("2027-03-16T08:00Z").status == 409)
    #expect(try both.desk.book(["date": "2027-03-17", "time": "09:00"]).answer.status == 303)
  }

  @Test func atMostTwoRequestsWaitForOnePersonAndTheirAddressIsCounted() throws {
    let both = try RequestDesk("approval_hours = 72")
    #expect(try both.book("2027-03-10T08:00Z").status == 303)
    #expect(try both.book("2027-03-11T08:00Z").status == 303)
    #expect(try both.book("2027-03-12T08:00Z").status == 409)
    #expect(try both.answer("approval").status == 303)
    #expect(try both.book("2027-03-12T09:00Z").status == 303, "an answered one no longer waits")
  }

  /// Security T5: going on to a request does not make room for the next hold, not even an hour later.
  @Test func holdsAndRequestsOfOneAddressShareOneLimit() throws {
    let both = try RequestDesk("approval_hours = 72")
    let (visitor, service, mira) = (SecureRandom.bytes(16), ServiceID(both.clinic.talk), ResourceID(both.clinic.mira))
    let pats = try (0..<4).map { _ in try newPatient(both) }
    func hold(_ start: String, now: Instant) throws -> (Hold, Token) {
      let token = Token.make()
      let at = try #require(InstantText.decode(start))
      return try both.clinic.practice.asVisitor { db in
        _ = try Holds.place(
          service, with: mira, in: .any, at: at, token: token, visitor: visitor, limitPerHour: 2, now: now, in: db)
        return (try #require(try Holds.find(token, in: db.reader)), token)
      }
    }
    func ask(_ hold: (Hold, Token), _ index: Int, now: Instant) throws {
      let details = BookingDetails(
        patient: NewPatient(name: PersonName(given: "A", family: "B"), email: "a@b.example", phone: "", language: .en),
        note: "")
      _ = try both.clinic.practice.asVisitor { db in
        try Bookings.confirm(
          hold.0, token: hold.1, details: details, visitor: visitor,
          registering: PatientRegistration { _, _, _ in pats[index] }, now: now, in: db)
      }
    }
    let now = both.desk.browser.now
    try ask(hold("2027-03-10T08:00Z", now: now), 0, now: now)
    try ask(hold("2027-03-10T09:00Z", now: now), 1, now: now)
    #expect(throws: SlotRefusal.tooManyHolds) { try hold("2027-03-10T10:00Z", now: now) }
    let later = now.adding(hours: 2)
    #expect(throws: SlotRefusal.tooManyHolds, "both still wait") { try hold("2027-03-10T10:00Z", now: later) }
    #expect(try both.answer("approval").status == 303)
    try ask(hold("2027-03-10T10:00Z", now: later), 2, now: later)
  }

  private func newPatient(_ both: RequestDesk) throws -> PatientID {
    let id = PatientID.make()
    try both.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.cast", "patients_patient", id.id)) { tx in try TestPractice.add(id, in: tx) }
    }
    return id
  }

  /// As many of the same person as want to book at once: the lock on their row lets one pass after the other.
  @Test func theLimitHoldsWhenAllComeAtOnce() throws {
    let both = try RequestDesk("open_limit = 1")
    let (slug, pat) = (both.clinic.slug, both.clinic.practice.pat)
    let (service, mira, jonas) = (both.clinic.talk, both.clinic.mira, both.clinic.jonas)
    let now = both.desk.browser.now
    let kept = try (0..<12).map { index -> (Hold, Token) in
      let token = Token.make()
      let day = try #require(LocalDate(text: "2027-03-10")).adding(days: index / 2)
      let start = both.desk.zone.startOfDay(day).adding(minutes: 600)
      return try both.clinic.practice.asVisitor { db in
        _ = try Holds.place(
          ServiceID(service), with: ResourceID(index % 2 == 0 ? mira : jonas), in: .any, at: start, token: token,
          visitor: SecureRandom.bytes(16), limitPerHour: 100, now: now, in: db)
        return (try #require(try Holds.find(token, in: db.reader)), token)
      }
    }
    let (won, gate) = (Locked<[String]>([]), Gate(kept.count))
    let threads = kept.map { hold, token in
      BookerThread {
        var answer = "booked"
        do {
          let connection = try TestServer.connect()
          gate.wait()
          let details = BookingDetails(
            patient: NewPatient(
              name: PersonName(given: "P", family: "E"), email: "p@e.example", phone: "", language: .en),
            note: "")
          _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
            try Bookings.confirm(
              hold, token: token, details: details, visitor: SecureRandom.bytes(16),
              registering: PatientRegistration { _, _, _ in pat }, now: now, in: db)
          }
        } catch SlotRefusal.limitReached {
          answer = "limit"
        } catch { answer = "\(error)" }
        won.with { $0.append(answer) }
      }
    }
    for thread in threads { thread.join() }
    #expect(won.value.sorted() == ["booked"] + Array(repeating: "limit", count: kept.count - 1))
  }

  @Test func questionsAreAnsweredFirstAndAWrongAnswerLeadsToTheTelephone() throws {
    let both = try RequestDesk("audience = 'known', screening = 'Is it urgent?\nNew <b>pain</b>?'")
    let asked = try both.book("2027-03-10T08:00Z")
    #expect(asked.status == 422)
    #expect(asked.words.contains("Have you been to this practice before?"))
    #expect(asked.body.contains("New &lt;b&gt;pain&lt;/b&gt;?"))
    for id in ["been", "q1", "q2"] { #expect(asked.body.contains("<a href=\"#\(id)\">"), "\(id)") }
    let right = ["been": "yes", "q1": "no", "q2": "no"]
    for (field, wrong) in [("been", "no"), ("q1", "yes"), ("q2", "yes")] {
      let stopped = try both.book("2027-03-10T09:00Z", right.merging([field: wrong]) { $1 }, with: both.clinic.jonas)
      #expect(stopped.status == 422)
      #expect(stopped.words.contains("With these answers this visit cannot be booked online."), "\(field)")
      both.walk.browser.now = both.walk.browser.now.adding(minutes: 11)
    }
    #expect(try both.state() == [])
    #expect(try both.book("2027-03-10T10:00Z", right).status == 303)
    try both.set("audience = 'new', screening = ''")
    #expect(try both.book("2027-03-10T11:00Z", ["been": "yes"]).status == 422)
    #expect(try both.book("2027-03-10T12:00Z", ["been": "no"]).status == 303)
  }

  @Test func timesNextToOtherVisitsComeFirstWhenThatIsOn() throws {
    let both = try RequestDesk("step_minutes = 10, clusters = TRUE")
    _ = try both.desk.book(["date": "2027-03-10", "time": "12:00"])
    let target = both.walk.base + "?service=\(both.clinic.talk)&with=\(both.clinic.mira)&date=2027-03-10"
    let page = both.walk.browser.get(target)
    #expect(page.words.contains("Fits well with other visits"))
    let starts = page.values(after: "name=\"start\" value=\"")
    #expect(starts.prefix(3) == ["2027-03-10T10:10Z", "2027-03-10T11:50Z", "2027-03-10T08:00Z"])
    #expect(Set(starts).count == starts.count)
    try both.set("clusters = FALSE")
    let plain = both.walk.browser.get(target)
    #expect(!plain.words.contains("Fits well with other visits"))
    #expect(plain.values(after: "name=\"start\" value=\"") == starts.sorted())
  }

  @Test func aVisitBookedInsideTheFreeTimeSaysItsFeeBeforeItIsConfirmed() throws {
    let both = try RequestDesk("late_fee_minor = 2000, cancel_notice_minutes = 1440")
    for (now, isFree) in [("2027-03-09T08:00Z", true), ("2027-03-09T08:01Z", false)] {
      _ = try both.at(now)
      let hold = both.walk.hold(
        both.clinic.talk, "2027-03-10T08:00Z", with: isFree ? both.clinic.mira : both.clinic.jonas)
      let page = both.walk.browser.get(try #require(hold.location)).words
      #expect(page.contains("The free period is over already: cancelling this visit costs €20.00.") == !isFree)
      #expect(page.contains("free of charge until Tuesday 9 March 2027, 09:00") == isFree)
    }
  }

  @Test func theFeeIsLetGoWithAReasonAndTheTrailSaysSo() throws {
    let both = try RequestDesk("late_fee_minor = 2000")
    let id = try both.desk.book(["date": "2027-03-08", "time": "13:00"]).id
    let silent = both.desk.act(id, "cancellation", version: 1, ["waive": "yes"])
    #expect(silent.status == 422)
    #expect(silent.words.contains("Say why the fee is let go."))
    #expect(silent.body.contains("value=\"yes\" checked"))
    #expect(try both.desk.state(id) == "booked 1 0")
    #expect(both.desk.act(id, "cancellation", version: 1, ["waive": "yes", "reason": "Ill"]).status == 303)
    #expect(try Set(both.desk.audit().suffix(2)) == ["appointment.cancel", "appointment.fee.waive"])
    let page = both.desk.browser.get("/appointments/\(id)").words
    #expect(page.contains("Fee let go €20.00") && page.contains("Ill"))
  }

  /// A hold is kept to its last second, and at its end somebody else may have it.
  @Test func theEndOfAHoldIsToTheSecond() throws {
    let both = try RequestDesk("minutes = 50")
    let start = "2027-03-10T08:00Z"
    let begun = both.walk.browser.now
    #expect(both.walk.hold(both.clinic.talk, start, with: both.clinic.mira).status == 303)
    let other = BookingWalk(clinic: both.clinic)
    other.browser.now = begun.adding(minutes: Hold.minutes).adding(seconds: -1)
    #expect(other.hold(both.clinic.talk, start, with: both.clinic.mira).status == 409)
    other.browser.now = begun.adding(minutes: Hold.minutes)
    #expect(other.hold(both.clinic.talk, start, with: both.clinic.mira).status == 303)
  }

  /// A start between those that are offered is no start, however free it is.
  @Test func whatIsNotOfferedIsNotKept() throws {
    let both = try RequestDesk("step_minutes = 30")
    #expect(both.walk.hold(both.clinic.talk, "2027-03-10T08:10Z", with: both.clinic.mira).status == 409)
    #expect(both.walk.hold(both.clinic.talk, "2027-03-10T08:30Z", with: both.clinic.mira).status == 303)
  }
}
