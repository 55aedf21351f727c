import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing
import Web

@testable import Scheduling

/// A practice that takes no online bookings says so, and takes none.
@Suite struct BookingOffTests {
  private func set(_ isOn: Bool, _ clinic: Clinic, on connection: Connection? = nil) throws {
    try clinic.practice.enter(.operatorCommand, on: connection) { db in
      try db.transaction(AuditEvent("test.off", "practices_practice", nil)) { tx in
        try tx.execute(
          """
          UPDATE practices_practice SET books_online = \(isOn), phone = '+49 (0)30 5550-100', email = 'desk&co@off.example'
          WHERE practice_id = \(tx.scope)
          """)
      }
    }
  }
  private func counted(_ table: StaticString, _ clinic: Clinic) throws -> Int {
    try clinic.practice.asOperator { db in
      let sql: SQL =
        "\(table)" == "holds"
        ? "SELECT COUNT(*) FROM scheduling_hold WHERE practice_id = \(db.scope)"
        : "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope)"
      return try db.reader.first(sql) { try $0.int(0) } ?? -1
    }
  }

  @Test(arguments: [
    ("en", "This practice takes no online bookings"), ("de", "Diese Praxis nimmt keine Online-Buchungen an"),
    ("he", "המרפאה אינה מקבלת הזמנות תור מקוונות"),
  ])
  func thePageSaysSoWithPhoneAndMail(_ language: String, _ words: String) throws {
    let walk = BookingWalk(clinic: try Clinic())
    try set(false, walk.clinic)
    let page = walk.browser.get(walk.base + "?lang=\(language)&service=\(walk.clinic.talk)")
    #expect(page.status == 200)
    #expect(page.words.contains(words))
    let card = page.body.components(separatedBy: "<footer").first ?? ""
    #expect(card.contains("href=\"tel:+49305550100\"") && card.contains("+49 (0)30 5550-100"))
    #expect(card.contains("href=\"mailto:desk%26co@off.example\"") && card.contains("desk&amp;co@off.example"))
    #expect(!page.body.contains("name=\"start\"") && !page.body.contains("choice-card"))
  }

  @Test func noPlaceIsKept() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    try set(false, walk.clinic)
    let refused = walk.hold(walk.clinic.talk, times[0])
    #expect(refused.status == 409)
    #expect(refused.words.contains("This practice takes no online bookings"))
    #expect(try counted("holds", walk.clinic) == 0)
    try set(true, walk.clinic)
    #expect(walk.hold(walk.clinic.talk, times[0]).status == 303)
  }

  @Test func aPlaceThatWasKeptIsNotBooked() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    let hold = try #require(walk.hold(walk.clinic.talk, times[0]).location)
    walk.browser.get(hold)
    try set(false, walk.clinic)
    #expect(walk.browser.get(hold).words.contains("This practice takes no online bookings"))
    for step in ["/details", "/review", "/confirmation"] {
      let answer = walk.browser.post(hold + step, BookingWalk.details)
      #expect(answer.status == 409, "\(step)")
      #expect(answer.words.contains("This practice takes no online bookings"), "\(step)")
    }
    #expect(try counted("appointments", walk.clinic) == 0)
  }

  /// The switch counts inside the transaction too: whoever began to confirm before it was turned gets nothing.
  @Test func theBookingTransactionLooksAgain() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    let path = try #require(walk.hold(walk.clinic.talk, times[0]).location)
    let token = try #require(path.split(separator: "/").last.flatMap { Token(text: String($0)) })
    let details = try #require(
      DetailsForm(Form(BookingWalk.details.map { ($0.key, $0.value) })).parse(fallback: .en).details)
    try walk.clinic.practice.asVisitor { db in
      #expect(db.practice.booksOnline)
      try set(false, walk.clinic, on: try TestServer.connect())
      let hold = try #require(try Holds.find(token, in: db.reader))
      #expect(throws: SlotRefusal.closed) {
        try Bookings.confirm(
          hold, token: token, details: details, visitor: [1], registering: BookingOffTests.registration,
          now: walk.browser.now, in: db
        )
      }
      #expect(throws: SlotRefusal.closed) {
        try Holds.place(
          hold.service, with: nil, in: .any, at: hold.span.start.adding(hours: 24), token: Token.make(), visitor: [1],
          limitPerHour: 9, now: walk.browser.now, in: db)
      }
    }
    #expect(try counted("appointments", walk.clinic) == 0)
  }
  private static let registration = PatientRegistration { _, _, _ in throw TestFailure("nobody is to be registered") }

  @Test func whatIsBookedCanStillBeMovedAndCancelled() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    let booked = try walk.confirm(walk.hold(walk.clinic.talk, times[0]))
    let path = String(try #require(booked.location).prefix { $0 != "?" })
    try set(false, walk.clinic)
    walk.browser.get(path + "/move?date=\(try walk.day())")
    let moved = walk.browser.post(path + "/time", ["start": times[4]])
    #expect(moved.status == 303)
    let next = String(try #require(moved.location).prefix { $0 != "?" })
    #expect(walk.browser.post(next + "/cancellation", [:]).status == 303)
  }
}
