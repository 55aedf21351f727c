import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Server

/// What the owner of the database can do to a trail, and that each is named with the practice and the first event.
@Suite struct AuditTamperTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    let seq: Int
    init(_ name: String, _ seq: Int, _ script: String) { (self.name, self.seq, self.script) = (name, seq, script) }
    var testDescription: String { name }
  }

  /// Every column of an event of the second form.
  static let columns: [Kind] = [
    ("at", "at + INTERVAL 1 MICROSECOND"), ("actor_kind", "'patient'"), ("actor_id", "RANDOM_BYTES(16)"),
    ("actor_id", "NULL"), ("role", "'owner'"), ("address", "'198.51.100.1'"), ("request_id", "'ffffffffffffffff'"),
    ("action", "'chart.read'"), ("entity", "'identity_user'"), ("entity_id", "RANDOM_BYTES(16)"), ("entity_id", "NULL"),
    ("patient_id", "RANDOM_BYTES(16)"), ("patient_id", "NULL"), ("fields", "'email'"), ("fields", "''"),
    ("mac", "RANDOM_BYTES(32)"), ("form", "1"), ("form", "7"), ("session_id", "RANDOM_BYTES(16)"),
    ("on_behalf_of", "RANDOM_BYTES(16)"), ("result", "'refused'"),
  ].map { column, value in
    Kind("\(column) = \(value)", 8, "UPDATE audit_event SET \(column) = \(value) WHERE OWN AND seq = 8")
  }

  static let rows: [Kind] = [
    Kind(
      "an hour moved to another month", 8,
      """
      UPDATE audit_event SET at = at - INTERVAL 200 DAY WHERE OWN AND seq = 8
      """),
    Kind("no time at all", 8, "SET sql_mode = ''; UPDATE audit_event SET at = '0000-00-00' WHERE OWN AND seq = 8"),
    Kind(
      "a column that the first form does not cover", 3,
      """
      UPDATE audit_event SET session_id = RANDOM_BYTES(16) WHERE OWN AND seq = 3
      """),
    Kind("a result in the first form", 4, "UPDATE audit_event SET result = 'refused' WHERE OWN AND seq = 4"),
    Kind("the first form called the second", 3, "UPDATE audit_event SET form = 2 WHERE OWN AND seq = 3"),
    Kind("the first event edited", 1, "UPDATE audit_event SET role = 'owner' WHERE OWN AND seq = 1"),
    Kind("the last event edited", 12, "UPDATE audit_event SET role = 'owner' WHERE OWN AND seq = 12"),
    Kind("the first deleted", 1, "DELETE FROM audit_event WHERE OWN AND seq = 1"),
    Kind("one deleted in the middle", 8, "DELETE FROM audit_event WHERE OWN AND seq = 8"),
    Kind("several deleted in the middle", 5, "DELETE FROM audit_event WHERE OWN AND seq BETWEEN 5 AND 9"),
    Kind("the last deleted", 12, "DELETE FROM audit_event WHERE OWN AND seq = 12"),
    Kind("the last three deleted", 10, "DELETE FROM audit_event WHERE OWN AND seq > 9"),
    Kind("all deleted", 1, "DELETE FROM audit_event WHERE OWN"),
    Kind("the first half deleted", 1, "DELETE FROM audit_event WHERE OWN AND seq <= 6"),
    Kind("one renumbered", 8, "UPDATE audit_event SET seq = 80 WHERE OWN AND seq = 8"),
    Kind(
      "one given the largest number", 12,
      """
      UPDATE audit_event SET seq = 18446744073709551615 WHERE OWN AND seq = 12
      """),
    Kind("one given the number 0", 0, "UPDATE audit_event SET seq = 0 WHERE OWN AND seq = 12"),
    Kind("all renumbered by one", 1, "UPDATE audit_event SET seq = seq + 1 WHERE OWN ORDER BY seq DESC"),
    Kind(
      "a gap closed by renumbering", 8,
      """
      DELETE FROM audit_event WHERE OWN AND seq = 8; UPDATE audit_event SET seq = seq - 1 WHERE OWN AND seq > 8
      ORDER BY seq
      """),
    Kind(
      "two swapped", 8,
      """
      UPDATE audit_event SET seq = CASE seq WHEN 8 THEN 900 ELSE 8 END WHERE OWN AND seq IN (8, 9) ORDER BY seq;
      UPDATE audit_event SET seq = 9 WHERE OWN AND seq = 900
      """),
    Kind(
      "the macs of two swapped", 8,
      """
      UPDATE audit_event a JOIN audit_event b ON b.practice_id = a.practice_id AND b.seq = 17 - a.seq SET a.mac =
      b.mac WHERE a.OWN AND a.seq IN (8, 9)
      """),
    Kind(
      "a second event of the same number", 9,
      """
      INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT practice_id, seq, at + INTERVAL 40 DAY,
      actor_kind, actor_id, role, address, request_id, action, entity, entity_id, patient_id, fields, mac, form,
      session_id, on_behalf_of, result FROM audit_event WHERE OWN AND seq = 9
      """),
    Kind(
      "a second event of the same number before it", 9,
      """
      INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT practice_id, seq, at - INTERVAL 40 DAY,
      actor_kind, actor_id, role, address, request_id, action, entity, entity_id, patient_id, fields, mac, form,
      session_id, on_behalf_of, result FROM audit_event WHERE OWN AND seq = 9
      """),
    Kind(
      "an older event put in place of a later one", 8,
      """
      DELETE FROM audit_event WHERE OWN AND seq = 8; INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT
      practice_id, 8, COLUMNS FROM audit_event WHERE OWN AND seq = 7
      """),
    Kind(
      "an event of another practice in place of ours", 8,
      """
      DELETE FROM audit_event WHERE OWN AND seq = 8; INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT
      ME, seq, COLUMNS FROM audit_event WHERE OTHER AND seq = 8
      """),
    Kind(
      "one moved to another practice", 8,
      """
      UPDATE audit_event SET practice_id = RANDOM_BYTES(16) WHERE OWN AND seq = 8
      """),
    Kind(
      "a made-up event behind the end", 13,
      """
      INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT practice_id, 13, COLUMNS FROM audit_event WHERE
      OWN AND seq = 12
      """),
    Kind(
      "a made-up event behind the end, with the head", 13,
      """
      INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT practice_id, 13, COLUMNS FROM audit_event WHERE
      OWN AND seq = 12; UPDATE audit_head SET seq = 13 WHERE OWN
      """),
    Kind(
      "an event that is really there shown twice at the end", 13,
      """
      INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT practice_id, 13, COLUMNS FROM audit_event WHERE
      OWN AND seq = 8; UPDATE audit_head SET seq = 13, mac = (SELECT mac FROM audit_event WHERE OWN AND seq = 8)
      WHERE OWN
      """),
    Kind(
      "made-up seal over a cut", 1,
      """
      DELETE FROM audit_event WHERE OWN AND seq <= 6; INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT
      practice_id, 13, at, actor_kind, actor_id, role, address, request_id, 'audit.seal', 'audit_event', NULL,
      NULL, CONCAT('cut=6,mac=', REPEAT('00', 32)), mac, form, session_id, on_behalf_of, result FROM audit_event
      WHERE OWN AND seq = 12; UPDATE audit_head SET seq = 13 WHERE OWN
      """),
  ]

  static let heads: [Kind] = [
    Kind("the head set back", 13, "UPDATE audit_head SET seq = 11 WHERE OWN"),
    Kind("the head set forward", 13, "UPDATE audit_head SET seq = 20 WHERE OWN"),
    Kind("the head's mac changed", 13, "UPDATE audit_head SET mac = RANDOM_BYTES(32) WHERE OWN"),
    Kind(
      "the head's mac of an older event", 13,
      """
      UPDATE audit_head SET mac = (SELECT mac FROM audit_event WHERE OWN AND seq = 11) WHERE OWN
      """),
    Kind("the head deleted", 13, "DELETE FROM audit_head WHERE OWN"),
    Kind(
      "the head of another practice", 13,
      """
      UPDATE audit_head SET mac = (SELECT mac FROM audit_event WHERE OTHER AND seq = 12) WHERE OWN
      """),
  ]

  /// Whole from inside: only what stands outside the database tells.
  static let ends: [Kind] = [
    Kind(
      "the last cut off, head and all", 12,
      """
      DELETE FROM audit_event WHERE OWN AND seq > 11; UPDATE audit_head SET seq = 11, mac = (SELECT mac FROM
      audit_event WHERE OWN AND seq = 11) WHERE OWN
      """),
    Kind(
      "the last five cut off, head and all", 8,
      """
      DELETE FROM audit_event WHERE OWN AND seq > 7; UPDATE audit_head SET seq = 7, mac = (SELECT mac FROM
      audit_event WHERE OWN AND seq = 7) WHERE OWN
      """),
    Kind(
      "the state of an older dump, head and all", 7,
      """
      DELETE FROM audit_event WHERE OWN AND seq > 6; UPDATE audit_head SET seq = 6, mac = (SELECT mac FROM
      audit_event WHERE OWN AND seq = 6) WHERE OWN
      """),
    Kind(
      "everything cut off, head and all", 1,
      """
      DELETE FROM audit_event WHERE OWN; UPDATE audit_head SET seq = 0, mac = REPEAT(x'00', 32) WHERE OWN
      """),
  ]

  static let all = columns + rows + heads + ends

  @Test func thereAreFortyKindsAndMore() {
    let distinct = Set(Self.all.map(\.script))
    #expect(distinct.count == Self.all.count && distinct.count >= 60, "\(distinct.count) of \(Self.all.count)")
  }

  @Test(arguments: all)
  func tamperingIsNamedWithPracticeAndEvent(_ kind: Kind) throws {
    let trail = try TamperedTrail()
    #expect(try trail.report().problems.isEmpty, "before")
    try trail.tamper(kind.script)
    let problems = try trail.report().problems
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix("\(trail.practice.slug), event \(kind.seq): ") == true, "\(problems)")
    #expect(try AuditReport(of: trail.stranger.slug, nil, nil, on: try TestServer.connect()).problems.isEmpty)
  }

  /// The checkpoints are what makes the difference.
  @Test(arguments: ends)
  func withoutCheckpointsAnEndThatWasCutOffLooksWhole(_ kind: Kind) throws {
    let trail = try TamperedTrail()
    try trail.tamper(kind.script)
    #expect(try trail.report(withCheckpoints: false).problems.isEmpty)
    let problems = try trail.report(withCheckpoints: false, anchor: try trail.anchor()).problems
    #expect(problems.first?.hasPrefix("\(trail.practice.slug), event \(kind.seq): ") == true, "an anchor tells as well")
  }

  /// An older copy is put back and work goes on: the chain is whole, and another one.
  @Test func aTrailThatWentOnFromAnOlderDumpIsNamed() throws {
    let trail = try TamperedTrail()
    try trail.tamper(Self.ends[2].script)
    try trail.write(8)
    #expect(try trail.report(withCheckpoints: false).problems.isEmpty)
    let problems = try trail.report().problems
    let words = "\(trail.practice.slug), event 7: Events 7 to 12 are not those"
    #expect(problems.first?.hasPrefix(words) == true, "\(problems)")
  }

  /// A whole chain of another practice, with its head.
  @Test func anotherPracticesTrailInPlaceOfOursIsNamed() throws {
    let trail = try TamperedTrail()
    try trail.tamper(
      """
      DELETE FROM audit_event WHERE OWN;
      INSERT INTO audit_event (practice_id, seq, COLUMNS) SELECT ME, seq, COLUMNS FROM audit_event WHERE OTHER;
      UPDATE audit_head SET seq = (SELECT seq FROM (SELECT seq FROM audit_head WHERE OTHER) o),
        mac = (SELECT mac FROM (SELECT mac FROM audit_head WHERE OTHER) o) WHERE OWN
      """)
    #expect(try trail.report().problems.first?.hasPrefix("\(trail.practice.slug), event 1: ") == true)
  }

  @Test func aPracticeWhoseKeyWasSwappedIsNamedAndOthersAreStillVerified() throws {
    let trail = try TamperedTrail()
    try trail.tamper("UPDATE practices_key SET wrapped = RANDOM_BYTES(60) WHERE OWN")
    let problems = try trail.report().problems
    #expect(problems.first?.hasPrefix("\(trail.practice.slug) cannot be verified") == true, "\(problems)")
  }
}
