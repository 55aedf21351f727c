import Core
import Crypto
import Foundation
import SQL
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Calendars elsewhere whose busy times close free time here.
@Suite struct ExternalTests {
  @Test func whatIsBusyElsewhereIsNotOfferedHere() throws {
    let other = try ExternalDesk()
    #expect(try other.free().contains("10:30"))
    let id = try other.add()
    #expect(try other.page().words.contains("Not read yet") && other.page().words.contains("Next look at once"))
    #expect(try other.look(id) == .done)
    #expect(try other.page().words.contains("Copy of just now · One busy time ahead"))
    #expect(try other.page(after: 12).words.contains("12 minutes ago"))
    #expect(
      try other.free() == ["09:00", "12:00", "12:30", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"])
    #expect(try other.desk.events("calendar.busy") == ["job added=1,removed=0"])

    // The day's calendar, the public's hold and the desk.
    let day = other.front.get("/calendar?view=day&date=2027-03-10")
    #expect(day.words.contains("Busy elsewhere, 10:00–12:00") && !day.words.contains("Secret words"))
    #expect(
      other.front.get("/calendar?view=week&date=2027-03-10&who=\(other.clinic.mira)").words.contains("Busy elsewhere"))
    let start = try #require(InstantText.decode("2027-03-10T09:30Z"))
    #expect(throws: SlotRefusal.taken) {
      try other.desk.practice.asVisitor { db in
        _ = try Holds.place(
          ServiceID(other.clinic.talk), with: ResourceID(other.clinic.mira), in: .any, at: start, token: .make(),
          visitor: [1],
          limitPerHour: 10, now: other.desk.staff.now, in: db)
      }
    }
    var form = [
      "patient": "\(other.desk.practice.pat)", "service": "\(other.clinic.talk)",
      "practitioner": "\(other.clinic.mira)", "date": "2027-03-10", "time": "10:30",
      "key": "00112233445566778899aabbccddee02",
    ]
    let refused = other.front.post("/appointments", form)
    #expect(refused.status == 409 && refused.words.contains("busy in a calendar elsewhere, 10:00–12:00"))
    form["anyway"] = "yes"
    form["reason"] = "She said so"
    #expect(other.front.post("/appointments", form).status == 303)
    #expect(try other.desk.events("appointment.override") == ["staff elsewhere"])
    #expect(try other.desk.events("appointment.overbook") == [])
    // The copy that follows leaves the appointment alone.
    try other.write([])
    try other.look(id, after: 16)
    #expect(try other.busy(id) == [] && other.desk.events("calendar.busy").last == "job added=0,removed=1")
    #expect(try !other.free().contains("10:30") && other.free().contains("11:30"))
  }

  @Test func theLastGoodCopyStaysAndThePageSaysWhy() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    try other.look(id, after: 5)  // not due
    #expect(try other.external(id)?.triedAt == other.desk.staff.now)
    try other.look(id, after: 15)
    let same = try #require(try other.external(id))
    #expect(same.copiedAt == other.desk.staff.now.adding(minutes: 15) && same.readAt == other.desk.staff.now, "304")
    #expect(try other.desk.events("calendar.busy").count == 1)

    try other.tell("status", "503")
    try other.look(id, after: 30)
    let failed = try #require(try other.external(id))
    #expect(failed.problem == .server && failed.failures == 1 && failed.copiedAt == same.copiedAt)
    #expect(failed.nextAt == other.desk.staff.now.adding(minutes: 60))
    let page = try other.page(after: 42)
    #expect(page.words.contains("Copy of 27 minutes ago") && page.words.contains("The server answers with an error."))
    #expect(page.words.contains("The last good copy counts, for at most seven days."))
    #expect(page.words.contains("Next look at 11:00"), "\(page.words)")
    #expect(try !other.free().contains("10:30"))
    try other.look(id, after: 60)
    #expect(try other.external(id)?.nextAt == other.desk.staff.now.adding(minutes: 120))
    #expect((1...9).map { External.minutes(afterFailures: $0) } == [30, 60, 120, 240, 360, 360, 360, 360, 360])

    try other.tell("status", "404")
    try other.look(id, after: 120)
    #expect(try other.external(id)?.problem == .gone)
    try other.tell("status", nil)
    try Data("<html>sign in</html>".utf8).write(to: URL(fileURLWithPath: other.file))
    try other.look(id, after: 360)
    #expect(try other.external(id)?.problem == .content && !other.free().contains("10:30"))
    try other.write([("b", "20270310T140000", "20270310T150000")])
    try other.look(id, after: 720)
    let well = try #require(try other.external(id))
    #expect(well.problem == nil && well.failures == 0)
    #expect(try other.busy(id) == ["2027-03-10T14:00 15:00"])
  }

  @Test func onceADayTheWholeCalendarIsReadAgain() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    for hours in [10, 19, 21] { try other.look(id, after: hours * 60) }
    #expect(try other.external(id)?.readAt == other.desk.staff.now.adding(minutes: 21 * 60))
  }

  @Test(arguments: [
    ("/moved", nil), ("/loop", ExternalProblem.redirect), ("/away", .address), ("/large", .large),
    ("/calendar", .login),
  ])
  func whereAnAddressLeadsIsChecked(path: String, problem: ExternalProblem?) throws {
    let other = try ExternalDesk()
    if problem == .login { try other.tell("locked", "") }
    let id = try other.add(path)
    try other.look(id)
    #expect(try other.external(id)?.problem == problem)
    #expect(try other.busy(id).isEmpty == (problem != nil))
    guard problem == .login else { return }
    let known = try other.add(path, ["username": "ada", "password": "secret"])
    try other.look(known)
    #expect(try other.external(known)?.problem == nil && !other.busy(known).isEmpty)
    #expect(try !other.page().body.contains("secret"))
  }

  /// A password follows within its own server, and to no other.
  @Test func aPasswordIsForItsOwnServerAlone() throws {
    let (other, foreign) = (try ExternalDesk(), try ExternalDesk())
    let login = ["username": "ada", "password": "secret"]
    for desk in [other, foreign] { try desk.tell("locked", "") }
    let own = try other.add("/moved", login)
    try other.look(own)
    #expect(try other.external(own)?.problem == nil && !other.busy(own).isEmpty)
    let led = try other.add("/to/\(foreign.port)", login)
    try other.look(led)
    #expect(try other.external(led)?.problem == .login && other.busy(led).isEmpty)
  }

  /// Outside of development nothing on this machine or in its network is asked.
  @Test(arguments: [
    "https://127.0.0.1:8443/x", "https://localhost/x", "https://10.0.0.1/x", "https://169.254.169.254/latest",
    "https://[::1]/x", "https://[fd00::1]/x", "http://example.com/x", "https://192.168.1.1:8443/", "file:///etc/passwd",
  ])
  func privateAddressesAreNotAsked(address: String) throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.desk.change(AuditEvent("test.address", "scheduling_external", id)) { tx in
      let column = SealedColumn("scheduling_external", "sealed_address")
      try tx.execute(
        """
        UPDATE scheduling_external SET sealed_address = \(tx.seal(address, column, row: id))
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
    }
    try other.look(id, isDevelopment: false)
    #expect(try other.external(id)?.problem == .address)
  }

  @Test func aCalDAVServerIsAskedForItsEvents() throws {
    let other = try ExternalDesk()
    let folder = try TemporaryDirectory()
    let series = """
      BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:s\r\nDTSTAMP:20270101T000000Z\r\n\
      DTSTART;TZID=Europe/Berlin:20250101T100000\r\nDTEND;TZID=Europe/Berlin:20250101T110000\r\n\
      SUMMARY:<Chor> & mehr\r\nRRULE:FREQ=WEEKLY;UNTIL=20270317T235959Z\r\nEXDATE;TZID=Europe/Berlin:20270303T100000\r\n\
      END:VEVENT\r\nEND:VCALENDAR\r\n
      """
    let day = """
      BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:d\r\nDTSTAMP:20270101T000000Z\r\n\
      DTSTART;VALUE=DATE:20270311\r\nDTEND;VALUE=DATE:20270312\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
      """
    let files = [folder.path + "/s.ics", folder.path + "/d.ics"]
    for (text, file) in zip([series, day], files) { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
    let (peer, port) = try Peer.serve("radicale_peer.py", files)
    let fields = ["kind": "caldav", "address": "http://127.0.0.1:\(port)/ada/diary/", "username": "ada"]
    let id = try other.add("", fields.merging(["password": "secret"]) { $1 })
    try other.look(id)
    #expect(try other.external(id)?.problem == nil)
    #expect(
      try other.busy(id) == ["2027-03-10T10:00 11:00", "2027-03-11T00:00 00:00", "2027-03-17T10:00 11:00"])
    #expect(try other.free(on: "2027-03-11") == [])
    let wrong = try other.add("", fields.merging(["password": "wrong"]) { $1 })
    try other.look(wrong)
    #expect(try other.external(wrong)?.problem == .login)
    _ = peer
  }

  /// A calendar that subscribed to our own feed says our appointments back to us.
  @Test func ourOwnAppointmentsAreNotBusyElsewhere() throws {
    let other = try ExternalDesk()
    let own = try other.desk.plan(try #require(InstantText.decode("2027-03-10T09:00Z")))
    try other.write([
      ("\(own)@praxis", "20270310T100000", "20270310T105000"),
      ("\(AppointmentID.make())@praxis", "20270310T140000", "20270310T150000"),
    ])
    let id = try other.add()
    try other.look(id)
    #expect(try other.busy(id) == ["2027-03-10T14:00 15:00"])
  }

  @Test func calendarsAreTheirOwnersAlone() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    #expect(other.front.get("/account/calendars").words.contains("No column of the calendar is yours"))
    #expect(other.front.post("/account/calendars/\(id)/removal", [:]).status == 404)
    #expect(other.front.post("/account/calendars/\(id)/look", [:]).status == 404)
    #expect(
      other.front.post("/account/calendars", ["name": "x", "kind": "file", "address": "https://a.example"]).status
        == 409)
    #expect(
      other.desk.staff.post("/account/calendars/\(id)/removal", [:]).location == "/account/calendars?done=removed")
    #expect(try other.free().contains("10:30") && other.external(id) == nil)
    #expect(
      try other.desk.events("calendar.add") == ["staff file"] && other.desk.events("calendar.remove") == ["staff "])
    #expect(try other.look(id) == .done, "its job finds nothing to do")
  }

  @Test func whatIsTypedIsChecked() throws {
    let desk = try FeedDesk()
    let add = { (changes: [String: String]) in
      desk.staff.post(
        "/account/calendars",
        ["name": "Family", "kind": "file", "address": "https://a.example/x"].merging(changes) { $1 })
    }
    for address in ["", "http://a.example/x", "https://ada:secret@a.example/x", "a.example", "https:///x", "ftp://a/x"]
    {
      #expect(add(["address": address]).status == 422, "\(address)")
    }
    #expect(add(["name": " "]).status == 422 && add(["kind": "x"]).status == 422)
    #expect(add(["username": "a:b"]).words.contains("without a colon"))
    let nameless = add(["password": "pass word"])
    #expect(nameless.status == 422 && nameless.body.contains("https://a.example/x"))
    #expect(!nameless.body.contains("pass word"), "a password never comes back")
    for number in 1...5 { #expect(add(["address": "webcal://a.example/\(number)"]).status == 303) }
    let sixth = add([:])
    #expect(sixth.status == 422 && sixth.words.contains("More than five calendars"))
    let hebrew = desk.staff.get("/account/calendars?lang=he")
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("טרם נקרא"))
  }
}
