import Core
import Crypto
@testable import Database
import SQL
import TestSupport
import Testing

@testable import Patients

/// Patients, and those who act for them, order copies for themselves.
@Suite struct PortalExportTests {
  private static let path = "/portal/record/export"

  private func browser(
    _ p: TestPractice, _ patient: PatientID, proofs: String = "mail,totp", actingAs account: EntityID? = nil
  ) throws -> TestBrowser {
    let browser = TestBrowser()
    try browser.signIn(patient: patient, of: p, proofs: proofs, actingAs: account)
    return browser
  }

  /// Somebody who acts for patients; gives the account.
  private func guardian(_ p: TestPractice, of patients: PatientID...) throws -> EntityID {
    let account = EntityID.make()
    try p.asOperator { db in
      try db.transaction(AuditEvent("test.guardian", "identity_related_person", nil)) { tx in
        let email = "\(account)@parents.example"
        try tx.execute(
          """
          INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, created_at)
          VALUES (\(tx.scope), \(account),
            \(tx.seal(email, SealedColumn("identity_portal_account", "sealed_email"), row: account)),
            \(tx.blindIndex(email, of: "email")), \(Instant.now))
          """)
        for patient in patients {
          let id = EntityID.make()
          let name = try tx.seal("Erika", SealedColumn("identity_related_person", "sealed_name"), row: id)
          try tx.execute(
            """
            INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation,
              created_at)
            VALUES (\(tx.scope), \(id), \(account), \(patient), \(name), 'parent', \(Instant.now))
            """)
        }
      }
    }
    return account
  }

  @Test func aPatientOrdersAndFetches() throws {
    try withPractice { p in
      let pat = try browser(p, p.pat)
      #expect(pat.get("/portal").body.contains("href=\"\(Self.path)\""))
      #expect(pat.get(Self.path).words.contains("No copy is ordered"))
      #expect(pat.post(Self.path, [:]).location == Self.path)
      #expect(pat.get(Self.path).words.contains("It begins in a moment."))
      #expect(pat.get(Self.path + "/version").status == 200)
      try p.buildExports()
      let export = try #require(try p.exports(of: p.pat).last)
      #expect(export.orderer == .patient)
      #expect(pat.get(Self.path).words.contains("The copy is ready"))
      let file = pat.post("\(Self.path)/\(export.id)/file", [:])
      #expect(file.status == 200 && file.response.body.starts(with: Array("PK".utf8)))
      #expect(pat.get("\(Self.path)/\(export.id)/file").location == Self.path)
      #expect(pat.post("\(Self.path)/\(export.id)/deletion", [:]).status == 303)
      #expect(try p.exports(of: p.pat).map(\.state) == [.gone])
      #expect(try p.exportActions() == ["order", "build", "fetch", "gone"])
    }
  }

  @Test func aMailboxAloneGetsNothing() throws {
    try withPractice { p in
      let id = try p.orderExport(of: p.pat)
      try p.buildExports()
      let mailed = try browser(p, p.pat, proofs: "mail")
      for target in ["", "/version"] { #expect(mailed.get(Self.path + target).status == 423, "\(target)") }
      for target in ["", "/\(id)/file", "/\(id)/deletion", "/\(id)/retry"] {
        #expect(mailed.post(Self.path + target, [:]).status == 423, "\(target)")
      }
      let late = try browser(p, p.pat)
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.app", "identity_portal_account", nil)) { tx in
          let secret = try tx.seal(
            Hex.encode(SecureRandom.bytes(TOTP.secretBytes)), SealedColumn("identity_portal_account", "sealed_totp"),
            row: p.pat.id)
          try tx.execute(
            """
            INSERT INTO identity_portal_account (practice_id, id, patient_id, sealed_totp, created_at)
            VALUES (\(tx.scope), \(p.pat), \(p.pat), \(secret), \(Instant.now))
            """)
        }
      }
      late.now = late.now.adding(minutes: 6)
      #expect(late.post(Self.path, [:]).status == 423)
      #expect(late.post("\(Self.path)/\(id)/file", [:]).status == 423)
      #expect(try p.exports(of: p.pat).map(\.state) == [.ready])
      #expect(try p.exportActions() == ["order", "build"])
    }
  }

  @Test func anotherPatientsOrderIsNothing() throws {
    try withPractice { p in
      let other = try p.add("Other", "Person")
      let id = try p.orderExport(of: p.pat)
      let staffs = try p.orderExport(of: other, by: .staff(p.alice))
      try p.buildExports()
      let second = try browser(p, other)
      for target in ["file", "deletion", "retry"] {
        #expect(second.post("\(Self.path)/\(id)/\(target)", [:]).status == 404)
        #expect(second.post("\(Self.path)/\(staffs)/\(target)", [:]).status == 404, "the practice's order")
        #expect(second.post("\(Self.path)/\(ExportID.make())/\(target)", [:]).status == 404)
      }
      #expect(second.get(Self.path).words.contains("No copy is ordered"))
      #expect(try p.exports(of: p.pat).map(\.state) == [.ready])
    }
  }

  @Test func aGuardianGetsTheirOwnOrdersOfTheirOwnWards() throws {
    try withPractice { p in
      let (first, second, foreign) = (try p.add("Max", "Muster"), try p.add("Mia", "Muster"), p.pat)
      let account = try guardian(p, of: first, second)
      let parent = try browser(p, first, actingAs: account)
      #expect(parent.get(Self.path).words.contains("Max Muster"))
      #expect(parent.post(Self.path, [:]).status == 303)
      let others = try p.orderExport(of: foreign)
      let own = try p.orderExport(of: first)
      try p.buildExports()
      let export = try #require(try p.exports(of: first).first { $0.orderer == .guardian(account) })
      #expect(parent.post("\(Self.path)/\(export.id)/file", [:]).status == 200)
      for id in [others, own] {
        #expect(parent.post("\(Self.path)/\(id)/file", [:]).status == 404)
        #expect(parent.post("\(Self.path)/\(id)/deletion", [:]).status == 404)
      }
      // While they look at the other child, the first one's is not there.
      let sibling = try browser(p, second, actingAs: account)
      #expect(sibling.post("\(Self.path)/\(export.id)/file", [:]).status == 404)
      // Another parent of the same child has their own.
      let other = try browser(p, first, actingAs: try guardian(p, of: first))
      #expect(other.get(Self.path).words.contains("No copy is ordered"))
      #expect(other.post("\(Self.path)/\(export.id)/file", [:]).status == 404)
      let patient = try browser(p, first)
      #expect(patient.post("\(Self.path)/\(export.id)/file", [:]).status == 404)
    }
  }
}
