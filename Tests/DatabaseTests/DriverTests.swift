import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

@Suite struct DriverTests {
  @Test func valuesComeBackAsTheyWereBound() throws {
    let connection = try TestServer.connect()
    let id = EntityID.make()
    let instant = Instant(microseconds: 1_805_000_000_123_456)
    let early = Instant(microseconds: -1)
    let date = try #require(LocalDate(year: 2024, month: 2, day: 29))
    let wall = LocalDateTime(date, try #require(LocalTime(hour: 23, minute: 59)))
    let long = String(repeating: "א\u{301}\"\r\n", count: 40_000)
    // The second round reads through the grown buffers of the cached statement.
    for _ in 0..<2 {
      try connection.run(
        """
        SELECT CAST(\(id) AS BINARY(16)), CAST(\(instant) AS DATETIME(6)), CAST(\(date) AS DATE),
          CAST(\(wall) AS DATETIME(6)), CAST(\(long) AS CHAR CHARACTER SET utf8mb4), CAST(\(Int64.min) AS SIGNED), '',
          NULL, CAST(\(early) AS DATETIME(6))
        """
      ) { row in
        let (gotID, gotInstant, gotDate) = (try row.id(0) as EntityID, try row.instant(1), try row.date(2))
        let (gotWall, gotLong, gotInt) = (try row.wallClock(3), try row.text(4), try row.int(5))
        let (gotEmpty, gotNull, gotEarly) = (try row.text(6), try row.isNull(7), try row.instant(8))
        #expect(gotID == id && gotInstant == instant && gotDate == date && gotWall == wall && gotInt == Int.min)
        #expect(Array(gotLong.utf8) == Array(long.utf8))
        #expect(gotEmpty == "" && gotNull && gotEarly == early)
        do {
          _ = try row.text(7)
          Issue.record("NULL was read as text")
        } catch {}
        do {
          _ = try row.int(6)
          Issue.record("text was read as a number")
        } catch {}
      }
    }
  }

  @Test func aKilledConnectionIsReplacedForTheNextRequest() throws {
    try withPractice { p in
      var id = 0
      try p.connection.run("SELECT CONNECTION_ID()") { id = try $0.int(0) }
      try TestServer.connectAsRoot().runScript("KILL \(id)")
      #expect(try p.asOperator { $0.practice.slug } == p.slug)
    }
  }

  @Test func sealedFieldsOpenOnlyWhereTheyWereSealed() throws {
    let column = SealedColumn("patients_patient", "sealed_name")
    let (a, b) = (try withPractice { $0 }, try withPractice { $0 })
    let row = a.pat.id
    let sealed =
      try a.asOperator { db in
        try db.reader.first("SELECT sealed_name FROM patients_patient WHERE practice_id = \(db.scope)") {
          try $0.bytes(0)
        }
      } ?? []
    let ring = try a.asOperator { try $0.reader.connection.requireKeyring() }
    let other = try b.asOperator { try $0.reader.connection.requireKeyring() }
    #expect(ring.open(sealed, column, row: row) == Array("Pat\u{1f}Example".utf8))
    #expect(ring.open(sealed, column, row: b.pat.id) == nil)
    #expect(ring.open(sealed, SealedColumn("patients_patient", "sealed_email"), row: row) == nil)
    #expect(ring.open(sealed, SealedColumn("identity_user", "sealed_name"), row: row) == nil)
    #expect(other.open(sealed, column, row: row) == nil)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(ring.open(changed, column, row: row) == nil)
    }
  }
}
