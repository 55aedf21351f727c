import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import SQL
import TestSupport
import Testing

@testable import Scheduling

@Suite struct StaffBookingTests {
  @Test func aPatientIsFoundByNameAndBooked() throws {
    let desk = try CalendarDesk()
    let form = desk.browser.get("/appointments/new?start=2027-03-09T13:00&with=\(desk.clinic.mira)")
    #expect(form.body.contains("name=\"time\" type=\"time\" step=\"300\" required value=\"13:00\""))
    #expect(form.body.contains("<option value=\"\(desk.clinic.mira)\" selected>"))
    let found = desk.browser.post("/appointments/draft", ["search": "exam PAT", "note": "kept", "key": "x"])
    #expect(found.words.contains("Pat Example"))
    #expect(found.body.contains(">kept</textarea>"))
    #expect(found.body.contains("value=\"\(desk.clinic.practice.pat)\""))
    #expect(desk.browser.post("/appointments/draft", ["search": "nobody"]).words.contains("Nobody of this name"))
    let (id, answer) = try desk.book()
    #expect(answer.status == 303)
    #expect(try desk.state(id) == "booked 1 0")
    #expect(try desk.audit() == ["appointment.book"])
    let done = desk.browser.get(try #require(answer.location?.split(separator: "#").first.map(String.init)))
    #expect(done.words.contains("Pat Example is booked: Tue 9 March, 13:00"))
  }

  /// A restricted record (GDPR Art. 18) is not found, and a form that names it books nothing.
  @Test func aRestrictedRecordIsNeitherFoundNorBooked() throws {
    let desk = try CalendarDesk()
    func restrict(_ at: Instant?) throws {
      try desk.clinic.practice.asOperator { db in
        try db.transaction(AuditEvent("test.restrict", "patients_patient", nil)) { tx in
          try tx.execute(
            """
            UPDATE patients_patient SET restricted_at = \(at)
            WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.practice.pat)
            """)
        }
      }
    }
    desk.browser.get("/appointments/new?start=2027-03-09T13:00&with=\(desk.clinic.mira)")
    try restrict(.now)
    let found = desk.browser.post("/appointments/draft", ["search": "exam PAT"])
    #expect(found.words.contains("Nobody of this name") && !found.body.contains("\(desk.clinic.practice.pat)"))
    let named = desk.browser.post("/appointments", desk.form())
    #expect(named.status == 422 && named.words.contains("Find and choose a patient"))
    try restrict(nil)
    desk.browser.get("/appointments/new?start=2027-03-09T13:00&with=\(desk.clinic.mira)")
    #expect(desk.browser.post("/appointments", desk.form()).status == 303)
  }

  @Test func somebodyNewIsRegisteredOnce() throws {
    let desk = try CalendarDesk()
    let fields = desk.form([
      "patient": "new", "given": "Erika", "family": "Mustermann", "email": "erika@example.org",
      "phone": "+49 30 5550142",
    ])
    let first = desk.browser.post("/appointments", fields)
    #expect(first.status == 303)
    // The same form sent twice makes one appointment and one patient.
    let again = desk.browser.post("/appointments", fields)
    #expect(again.status == 303)
    #expect(again.location == first.location)
    let counts = try desk.read { db in
      try db.first(
        """
        SELECT (SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope)),
          (SELECT COUNT(*) FROM patients_patient WHERE practice_id = \(db.scope))
        """
      ) { [try $0.int(0), try $0.int(1)] }
    }
    #expect(counts == [1, 2])
  }

  @Test(
    arguments: [
      (["patient": ""], "Find and choose a patient"),
      (["patient": "00000000-0000-7000-8000-000000000000"], "Find and choose a patient"),
      (["patient": "new", "family": "X", "email": "x@example.org"], "first and family name"),
      (["patient": "new", "given": "A", "family": "X", "email": "x"], "email address such as"),
      (["patient": "new", "given": "A", "family": "X", "email": "x@example.org", "phone": "abc"], "6 to 15 digits"),
      (["service": ""], "Choose a service"), (["practitioner": ""], "Choose whom"),
      (["date": "2027-02-30"], "a date that exists"), (["time": "13:03"], "steps of five minutes"),
      (["time": "24:00"], "steps of five minutes"),
      (["note": String(repeating: "x", count: 2001)], "too long"), (["anyway": "yes"], "Say why"),
    ] as [([String: String], String)])
  func refusedInputComesBackWithEverythingTyped(changes: [String: String], message: String) throws {
    let desk = try CalendarDesk()
    let page = desk.browser.post("/appointments", desk.form(["note": "my note"].merging(changes) { $1 }))
    #expect(page.status == 422)
    #expect(page.words.contains(message), "\(page.words)")
    #expect(page.body.contains("id=\"error-summary\""))
    #expect(page.body.contains("aria-invalid=\"true\"") || changes["anyway"] != nil)
    if changes["note"] == nil { #expect(page.body.contains(">my note</textarea>")) }
    #expect(try desk.audit() == [])
  }

  @Test func whoDoesNotOfferItAndWhereItIsNotDoneAreRefused() throws {
    let desk = try CalendarDesk()
    let scan = desk.browser.post(
      "/appointments", desk.form(["service": "\(desk.clinic.scan)", "practitioner": "\(desk.clinic.jonas)"]))
    #expect(scan.status == 422)
    #expect(scan.words.contains("They do not offer “Scan”"))
    let room = desk.browser.post("/appointments", desk.form(["room": "\(desk.clinic.room)"]))
    #expect(room.status == 422)
    #expect(room.words.contains("“Talk” does not take place there"))
  }

  @Test func conflictsAreNamedAndNothingTypedIsLost() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    let page = desk.browser.post("/appointments", desk.form(["time": "13:30", "note": "my note"]))
    #expect(page.status == 409)
    #expect(page.words.contains("Dr Mira Specimen: Pat Example, Talk, 13:00–13:50."))
    #expect(page.body.contains(">my note</textarea>"))
    #expect(page.body.contains("value=\"13:30\""))
    #expect(page.words.contains("Book anyway"))
    let nearest = page.values(after: "name=\"pick\" value=\"")
    #expect(nearest.count == 3)
    // Enter in a field presses the form's first button, which must not be one that books.
    let form = page.body.components(separatedBy: "action=\"/appointments\"").last ?? ""
    #expect(form.components(separatedBy: "<button").dropFirst().first?.contains("/appointments/draft") == true)
    #expect(page.words.contains("Tue 9 March, 14:00"))
    // One press on a free time books it.
    let booked = desk.browser.post("/appointments", desk.form(["time": "13:30", "pick": nearest[1]]))
    #expect(booked.status == 303)
  }

  @Test func roomAndDeviceAreNamedToo() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["service": "\(desk.clinic.scan)", "time": "11:00"])
    let page = desk.browser.post("/appointments", desk.form(["service": "\(desk.clinic.scan)", "time": "11:15"]))
    #expect(page.status == 409)
    for name in ["Dr Mira Specimen", "Room 1", "Scanner"] {
      #expect(page.words.contains("\(name): Pat Example, Scan, 11:00–11:30."), "\(name)")
    }
  }

  @Test func bookingAnywayTakesASpareLaneAndSaysSo() throws {
    let desk = try CalendarDesk()
    let first = try desk.book().id
    let second = try desk.book(["time": "13:10", "anyway": "yes", "reason": "Acute pain"]).id
    #expect(try desk.state(first) == "booked 1 0")
    #expect(try desk.state(second) == "booked 1 1")
    #expect(try desk.audit() == ["appointment.book", "appointment.overbook taken", "appointment.book"])
    #expect(desk.browser.get("/appointments/\(second)").words.contains("Acute pain"))
    let lanes = try desk.read { db in
      try db.rows(
        "SELECT lane, COUNT(*) FROM scheduling_claim WHERE practice_id = \(db.scope) GROUP BY lane ORDER BY lane"
      ) { "\(try $0.int(0)):\(try $0.int(1))" }
    }
    #expect(lanes == ["0:1", "1:1"])
    let sealed = try desk.read { db in
      try db.first(
        """
        SELECT COUNT(*) FROM scheduling_appointment
        WHERE practice_id = \(db.scope) AND sealed_override_reason LIKE '%Acute%'
        """
      ) { try $0.int(0) }
    }
    #expect(sealed == 0, "the reason is sealed")
  }

  @Test func whenAllLanesAreUsedItIsRefused() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    for _ in 1...9 { _ = try desk.book(["anyway": "yes", "reason": "Drill"]) }
    let page = desk.browser.post("/appointments", desk.form(["anyway": "yes", "reason": "Drill"]))
    #expect(page.status == 409)
    #expect(page.words.contains("It cannot be booked on top of this"))
  }

  @Test func outsideHoursNeedsAReasonAndStaysInLaneZero() throws {
    let desk = try CalendarDesk()
    let page = desk.browser.post("/appointments", desk.form(["time": "19:00"]))
    #expect(page.status == 409)
    #expect(page.words.contains("Dr Mira Specimen works 09:00–17:00 on this day: outside opening hours."))
    let id = try desk.book(["time": "19:00", "anyway": "yes", "reason": "Late shift"]).id
    #expect(try desk.state(id) == "booked 1 0")
    #expect(try desk.audit() == ["appointment.override hours", "appointment.book"])
  }

  @Test func aSkippedTimeIsRefusedAndARepeatedOneAsked() throws {
    let desk = try CalendarDesk(now: "2027-03-27T09:00Z", opens: 0, closes: 600)
    let skipped = desk.browser.post("/appointments", desk.form(["date": "2027-03-28", "time": "02:30"]))
    #expect(skipped.status == 422)
    #expect(skipped.words.contains("the clocks skip from 02:00 to 03:00"))
    let autumn = ["date": "2027-10-31", "time": "02:30"]
    let asked = desk.browser.post("/appointments", desk.form(autumn))
    #expect(asked.status == 422)
    #expect(asked.words.contains("02:30, CEST (GMT+2)") && asked.words.contains("02:30, CET (GMT+1)"))
    _ = try desk.book(autumn.merging(["offset": "7200"]) { $1 })
    _ = try desk.book(autumn.merging(["offset": "3600", "practitioner": "\(desk.clinic.jonas)"]) { $1 })
    let starts = try desk.read { db in
      try db.rows("SELECT starts_at FROM scheduling_appointment WHERE practice_id = \(db.scope) ORDER BY starts_at") {
        InstantText.encode(try $0.instant(0))
      }
    }
    #expect(starts == ["2027-10-31T00:30Z", "2027-10-31T01:30Z"])
    let day = desk.browser.get("/calendar?date=2027-10-31")
    #expect(day.words.contains("02:30–02:20 (GMT+2)") && day.words.contains("02:30–03:20 (GMT+1)"))
    #expect(day.words.contains("02:00 to 03:00 comes twice"))
    let spring = desk.browser.get("/calendar?date=2027-03-28")
    #expect(spring.words.contains("02:00 to 03:00 does not exist"))
    #expect(spring.words.contains("The clocks skip this hour"))
    #expect(spring.body.contains("cal-off h-2 dh-1"))
  }

  @Test func lordHoweMovesByHalfAnHour() throws {
    let desk = try CalendarDesk("Australia/Lord_Howe", now: "2027-03-27T09:00Z", opens: 0, closes: 600)
    let skipped = desk.browser.post("/appointments", desk.form(["date": "2027-10-03", "time": "02:15"]))
    #expect(skipped.status == 422)
    #expect(skipped.words.contains("the clocks skip from 02:00 to 02:30"))
    _ = try desk.book(["date": "2027-10-03", "time": "02:30"])
    let day = desk.browser.get("/calendar?date=2027-10-03")
    #expect(day.body.contains("cal-off h-2 dm-30"))
    #expect(day.body.contains("cal-item h-2 m-30 dm-50"))
    #expect(
      desk.browser.post("/appointments", desk.form(["date": "2027-04-04", "time": "01:45"])).words.contains(
        "comes twice"))
  }
}
