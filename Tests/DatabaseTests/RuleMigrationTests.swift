import Core
@testable @_spi(Bootstrap) import Database
import Foundation
import SQL
import TestSupport
import Testing

/// What a practice set its rules to before requests had rules of their own goes on holding for them.
@Suite struct RuleMigrationTests {
  @Test func requestsKeepWhatWasSetForBookings() throws {
    let root = try TestServer.connectAsRoot()
    try root.runScript("CREATE OR REPLACE DATABASE praxis_rules CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
    defer { try? root.runScript("DROP DATABASE praxis_rules") }
    let store = try Connection(TestServer.address(user: "root", schema: "praxis_rules"), keys: TestServer.keys)
    for table in ["messaging_rule", "messaging_rule_service"] {
      try store.runScript("CREATE TABLE \(table) LIKE praxis_store.\(table)")
    }
    let (practice, other, service) = (EntityID.make(), EntityID.make(), EntityID.make())
    try store.run(
      """
      INSERT INTO messaging_rule (practice_id, rule, is_active, minutes, channels, version)
      VALUES (\(practice), 'cancellation', TRUE, 0, 'email,sms', 4), (\(practice), 'confirmation', TRUE, 0, 'sms', 2),
        (\(other), 'cancellation', FALSE, 0, 'email', 3)
      """)
    try store.run(
      """
      INSERT INTO messaging_rule_service (practice_id, rule, service_id, is_on)
      VALUES (\(practice), 'cancellation', \(service), FALSE)
      """)
    let path = TestServer.repository + "/schema/0031-patient-mails.sql"
    let statements = Migration.statements(of: try String(contentsOfFile: path, encoding: .utf8))
    for statement in statements where statement.hasPrefix("INSERT INTO messaging_rule") {
      try store.runScript(statement)
    }
    var rules: [String] = []
    try store.run(
      """
      SELECT rule, is_active, channels, version FROM messaging_rule
      WHERE rule IN ('request', 'decline', 'lapse') ORDER BY practice_id = \(other), rule
      """
    ) { rules.append("\(try $0.text(0)) \(try $0.bool(1)) \(try $0.text(2)) \(try $0.int(3))") }
    #expect(
      rules == [
        "decline true email,sms 1", "lapse true email,sms 1", "request true sms 1", "decline false email 1",
        "lapse false email 1",
      ])
    var services: [String] = []
    try store.run("SELECT rule, is_on FROM messaging_rule_service WHERE rule <> 'cancellation' ORDER BY rule") {
      services.append("\(try $0.text(0)) \(try $0.bool(1))")
    }
    #expect(services == ["decline false", "lapse false"])
  }
}
