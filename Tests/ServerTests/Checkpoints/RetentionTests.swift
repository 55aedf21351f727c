import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import Logging
import SQL
import TestSupport
import Testing

@testable import Server

/// Old events go by months, and only behind a seal.
@Suite struct RetentionTests {
  /// An installation with two practices: "old" with events of 2018 and of today, "new" with events of today alone.
  private final class Installation {
    let database: TestDatabase
    let owner: Connection
    let views: Connection
    let writer: CheckpointWriter
    private let key = SigningKey.make()

    init() throws {
      database = try TestDatabase()
      owner = try database.connect(schema: "praxis_store")
      views = try database.connect(schema: "praxis")
      writer = CheckpointWriter(
        log: CheckpointLog(path: database.folder.path + "/checkpoints.log"), key: key,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      // The months that a server of 2018 would have.
      try owner.runScript(
        """
        ALTER TABLE audit_event REORGANIZE PARTITION p2026_01 INTO (PARTITION p2018_03 VALUES LESS THAN ('2018-04-01'),
          PARTITION p2018_04 VALUES LESS THAN ('2018-05-01'), PARTITION p2026_01 VALUES LESS THAN ('2026-02-01'))
        """)
      for slug in ["old", "new"] {
        try views.provision(
          NewPractice(slug: slug, name: slug, zoneName: "Europe/Berlin", language: .en, currencyCode: "EUR"), now: .now)
      }
      let id = try enter("old") { Hex.encode($0.scope.practice.id.bytes) }
      // Its first event is of today: the trail of this test begins in 2018.
      try owner.runScript(
        """
        DELETE FROM audit_event WHERE practice_id = x'\(id)';
        """)
      try owner.runScript("UPDATE audit_head SET seq = 0, mac = REPEAT(x'00', 32) WHERE practice_id = x'\(id)'")
      for day in ["2018-03-02", "2018-03-20", "2018-04-05", "2018-04-29"] { try append("old", day) }
      for slug in ["old", "old", "new"] { try write(slug) }
      _ = try writer.run(now: .now, on: views)
    }

    func enter<Result>(_ slug: String, _ body: (borrowing TenantConnection) throws -> Result) throws -> Result {
      let found = try views.withPractice(slug: slug, actor: .operatorCommand, origin: .local, body)
      guard let found else { throw TestFailure("\(slug) is gone") }
      return found
    }
    func append(_ slug: String, _ day: String) throws {
      guard let date = LocalDate(text: day) else { throw TestFailure(day) }
      try enter(slug) { try ChainWriter.append(at: date.start.adding(hours: 9), in: $0) }
    }
    func write(_ slug: String) throws {
      try enter(slug) { db in try db.transaction(AuditEvent("notice.end", "messaging_notice", nil)) { _ in } }
    }
    func reading() throws -> CheckpointReading {
      CheckpointReading(
        [UInt8](try Data(contentsOf: URL(filePath: writer.log.path))), key: key.verifyingKey)
    }
    func retain(_ now: Instant = .now) throws -> [String] {
      try RetentionRun.retain(now: now, owner: owner, views: views, writer, try reading())
    }
    func problems() throws -> [String] { try AuditReport(of: nil, try reading(), nil, on: views).problems }
    func seqs(_ slug: String) throws -> [Int] {
      try enter(slug) { db in
        try db.reader.rows("SELECT seq FROM audit_event WHERE practice_id = \(db.scope) ORDER BY seq") { try $0.int(0) }
      }
    }
    var months: [String] { get throws { try AuditPartitions(owner: owner).months().map(\.name) } }
  }

  @Test func monthsThatAreOldEnoughGoAndWhatIsLeftStaysProven() throws {
    let server = try Installation()
    #expect(try server.problems().isEmpty)
    let lines = try server.retain()
    #expect(lines.last?.hasPrefix("Let go 4 events before ") == true, "\(lines)")
    #expect(try server.seqs("old") == [5, 6, 7], "two of today, and the seal")
    #expect(try server.seqs("new") == [1, 2], "nothing of it was old")
    #expect(try server.months.contains { $0.hasPrefix("p2018") } == false)
    #expect(try server.problems() == [])
    let reading = try server.reading()
    #expect(reading.newest?.kind == .seal && reading.newest?.heads.map(\.seq) == [4])
    #expect(try server.retain().last?.hasPrefix("No month of the audit trail ended before") == true)
    #expect(try server.seqs("old") == [5, 6, 7], "a second run writes nothing")
    try server.write("old")
    #expect(try server.problems().isEmpty)
  }

  /// What is left begins with event 5: one more that is missing is named, and so is a cut that nobody signed.
  @Test func aCutThatNobodySealedIsNoticed() throws {
    let server = try Installation()
    let before = try server.reading()
    _ = try server.retain()
    let unsigned = try AuditReport(of: "old", before, nil, on: server.views).problems
    #expect(unsigned.first?.contains("is in no signed checkpoint") == true, "\(unsigned)")
    let id = try server.enter("old") { Hex.encode($0.scope.practice.id.bytes) }
    try server.owner.runScript("DELETE FROM audit_event WHERE practice_id = x'\(id)' AND seq = 5")
    #expect(try server.problems().first?.hasPrefix("old, event 5: Event 5 is missing") == true)
    #expect(try AuditReport(of: "old", nil, nil, on: server.views).problems.first?.hasPrefix("old, event 5: ") == true)
  }

  @Test func aTrailThatDoesNotHoldKeepsEverything() throws {
    let server = try Installation()
    let id = try server.enter("new") { Hex.encode($0.scope.practice.id.bytes) }
    try server.owner.runScript("UPDATE audit_event SET role = 'owner' WHERE practice_id = x'\(id)' AND seq = 2")
    #expect(throws: OperatorError.self) { try server.retain() }
    #expect(try server.seqs("old") == [1, 2, 3, 4, 5, 6])
    #expect(try server.months.contains("p2018_03"))
  }

  /// A clock that was years wrong: the month waits until its younger neighbours are old as well.
  @Test func eventsOutOfOrderKeepEverything() throws {
    let server = try Installation()
    try server.append("old", "2018-03-25")
    #expect(throws: AuditOutOfOrder.self) { try server.retain() }
    #expect(try server.seqs("old").count == 7 && server.months.contains("p2018_03"))
  }

  /// The last guard: no month is dropped that holds an event behind the cut.
  @Test func noMonthIsDroppedWithAnEventThatNoSealLetsGo() throws {
    let server = try Installation()
    let old = try server.enter("old") { $0.scope.practice.id }
    let partitions = AuditPartitions(owner: server.owner)
    let end = try #require(LocalDate(text: "2019-01-01"))
    #expect(throws: MigrationError.self) { try partitions.drop(before: end, cuts: [old: 3]) }
    #expect(throws: MigrationError.self) { try partitions.drop(before: end, cuts: [:]) }
    #expect(try server.seqs("old") == [1, 2, 3, 4, 5, 6])
  }

  @Test func monthsAreMadeReadyInTime() throws {
    let server = try Installation()
    let partitions = AuditPartitions(owner: server.owner)
    let last = try #require(try partitions.months().last)
    let today = Zone.utc.local(.now).date
    #expect(last.end >= today.adding(months: 23))
    #expect(try partitions.extend(now: .now) == 0)
    #expect(try partitions.extend(now: Instant.now.adding(days: 365)) == 12)
    try server.write("old")
    #expect(try server.problems().isEmpty)
  }
}
