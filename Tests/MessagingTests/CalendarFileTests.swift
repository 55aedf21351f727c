import Core
import Foundation
import TestSupport
import Testing
import Web

/// Calendar files as the icalendar package of Python reads them.
@Suite struct CalendarFileTests {
  private struct Reading: Decodable {
    struct Event: Decodable {
      let uid: String
      let sequence: Int
      let status: String
      let start: Int64
      let end: Int64
      let wall: String
      let summary: String
      let location: String
      let description: String
      let organizer: String
      let attendee: String
    }
    let method: String
    let version: String
    let events: [Event]
    let errors: [String]
    let longest: Int
    let bareLineEnds: Int
  }
  private func read(_ bytes: [UInt8], zone: String = "Europe/Berlin") throws -> Reading {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/entry.ics"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let line = try Peer.start("read_calendar.py", [file, zone]).line()
    return try JSONDecoder().decode(Reading.self, from: Data(line.utf8))
  }
  private func entry(
    _ id: AppointmentID = .make(), at start: Instant, sequence: Int = 0, name: String = "Praxis", place: String = "",
    notes: String = ""
  ) throws -> CalendarEntry {
    CalendarEntry(
      appointment: id, sequence: sequence, start: start, end: start.adding(minutes: 50), practiceName: name,
      place: place, notes: notes, organizer: try EmailAddress("desk@clinic.example"),
      attendee: try EmailAddress("dana@patients.test"), language: .de, writtenAt: Instant(seconds: 1_800_000_000))
  }

  /// Every quarter of an hour around a change of the clocks.
  @Test(
    arguments: [
      ("Europe/Berlin", "2027-03-28T00:00"), ("Europe/Berlin", "2027-10-31T00:00"),
      ("Asia/Jerusalem", "2027-03-26T00:00"), ("Asia/Jerusalem", "2027-10-31T00:00"),
    ])
  func instantsComeBackOverTheChangeOfTheClocks(name: String, day: String) throws {
    let zone = try Zone(name: name)
    let midnight = zone.startOfDay(try #require(LocalDateTime(text: day)).date)
    let changes = zone.transitions(from: midnight, through: midnight.adding(days: 1))
    let change = try #require(changes.first)
    for quarter in -6...6 {
      let start = change.adding(minutes: quarter * 15)
      let calendar = try read(ICalendar.appointment(try entry(at: start), method: .request), zone: name)
      let event = try #require(calendar.events.first)
      #expect(event.start == start.seconds && event.end == start.seconds + 3000)
      // The other reader's own zone rules show the same wall clock as ours.
      #expect(event.wall.hasPrefix("\(zone.local(start))"))
      #expect(calendar.errors == [] && calendar.bareLineEnds == 0 && calendar.longest <= 75)
    }
  }

  @Test func aLaterFileIsAboutTheSameEntry() throws {
    let id = AppointmentID.make()
    let start = Instant(seconds: 1_899_711_000)
    let first = try read(ICalendar.appointment(try entry(id, at: start), method: .request))
    let moved = try read(ICalendar.appointment(try entry(id, at: start.adding(days: 1), sequence: 1), method: .request))
    let off = try read(
      ICalendar.appointment(try entry(id, at: start.adding(days: 1), sequence: 2), method: .cancel))
    #expect([first, moved, off].map { $0.events[0].uid } == Array(repeating: "\(id)@praxis", count: 3))
    #expect([first, moved, off].map { $0.events[0].sequence } == [0, 1, 2])
    #expect([first, moved, off].map(\.method) == ["REQUEST", "REQUEST", "CANCEL"])
    #expect([first, moved, off].map { $0.events[0].status } == ["CONFIRMED", "CONFIRMED", "CANCELLED"])
    #expect(first.version == "2.0")
    #expect(first.events[0].organizer == "mailto:desk@clinic.example")
    #expect(first.events[0].attendee == "mailto:dana@patients.test")
  }

  @Test func wordsThatLookLikeTheFormatStayWords() throws {
    let name = "Praxis \"Müller\"; Kind, Familie\\ תור " + String(repeating: "ä", count: 80)
    let notes = "Ansehen:\nhttps://praxis.example/a/visit/b/0-c\r\nEND:VEVENT\r\nATTENDEE:mailto:x@y.example"
    let start = Instant(seconds: 1_899_711_000)
    let calendar = try read(
      ICalendar.appointment(try entry(at: start, name: name, place: "Weg 1; Haus, 2", notes: notes), method: .publish))
    #expect(calendar.method == "PUBLISH" && calendar.events.count == 1 && calendar.errors == [])
    #expect(calendar.events[0].summary == name)
    #expect(calendar.events[0].location == "Weg 1; Haus, 2")
    #expect(calendar.events[0].description == notes.replacing("\r\n", with: "\n"))
    #expect(calendar.events[0].attendee == "mailto:dana@patients.test")
    #expect(calendar.longest <= 75 && calendar.bareLineEnds == 0)
  }
}
