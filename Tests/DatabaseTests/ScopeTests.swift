import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

/// The first wall: what the repository layer refuses before anything is sent.
@Suite struct ScopeTests {
  @Test func aStatementThatBindsNoScopeIsRefused() throws {
    try withPractice { p in
      try p.asOperator { db in
        #expect(throws: UnscopedStatement.self) {
          try db.reader.rows("SELECT id FROM patients_patient") { try $0.id(0) as EntityID }
        }
      }
    }
  }

  @Test func aStatementThatNamesASystemViewIsRefused() throws {
    try withPractice { p in
      try p.asOperator { db in
        #expect(throws: UnscopedStatement.self) {
          try db.reader.rows("SELECT id FROM system_session WHERE practice_id <> \(db.scope)") {
            try $0.id(0) as EntityID
          }
        }
      }
    }
  }

  @Test func anotherPracticesIdIsNoScope() throws {
    let other = try withPractice { p in try p.asOperator { $0.scope } }
    try withPractice { p in
      try p.asOperator { db in
        #expect(throws: UnscopedStatement.self) {
          try db.reader.rows("SELECT id FROM patients_patient WHERE practice_id = \(other)") {
            try $0.id(0) as EntityID
          }
        }
      }
    }
  }

  @Test func aFailedTransactionKeepsNeitherTheChangeNorTheEvent() throws {
    try withPractice { p in
      let before = try events(p)
      #expect(throws: TestFailure.self) {
        try p.asOperator { db in
          try db.transaction(AuditEvent("test.fail", "patients_patient", nil)) { tx in
            try tx.execute("DELETE FROM patients_patient WHERE practice_id = \(tx.scope)")
            throw TestFailure("half way")
          }
        }
      }
      #expect(try events(p) == before)
      let left = try p.asOperator { db in
        try db.reader.first("SELECT COUNT(*) FROM patients_patient WHERE practice_id = \(db.scope)") { try $0.int(0) }
      }
      #expect(left == 1)
    }
  }

  @Test func nothingOfAScopeIsLeftForTheNextRequest() throws {
    try withPractice { p in
      _ = try p.asOperator { $0.scope }
      let none = try p.connection.withSession(Token.make(), .staff, origin: .local, now: .now, isActivity: true) {
        _, _ in 1
      }
      #expect(none == nil)
      var rows = -1
      try p.connection.run("SELECT COUNT(*) FROM patients_patient") { rows = try $0.int(0) }
      #expect(rows == 0)
    }
  }

  private func events(_ p: TestPractice) throws -> Int? {
    try p.asOperator { db in
      try db.reader.first("SELECT seq FROM audit_head WHERE practice_id = \(db.scope)") { try $0.int(0) }
    }
  }
}
