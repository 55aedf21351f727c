import Core
import Database
import SQL
import Testing
import TestSupport

@testable import Patients

/// Who a booking belongs to.
@Suite struct RegisterTests {
  private func register(
    _ given: String, _ family: String, _ email: String, _ p: TestPractice, phone: String = "030 1234567"
  ) throws -> PatientID {
    let new = NewPatient(
      name: PersonName(given: given, family: family), email: email, phone: phone, language: .de)
    return try p.asVisitor { db in
      try db.transaction(AuditEvent("test.book", "patients_patient", nil)) { tx in
        try Patients.register(new, now: .now, in: tx)
      }
    }
  }

  @Test(arguments: [
    ("Erika", "Mustermann"), ("ERIKA", "mustermann"), ("Érika", "Mustermann"), (" Erika", "Mustermann "),
  ])
  func theSameNameAndAddressIsTheSamePatient(_ given: String, _ family: String) throws {
    try withPractice { p in
      let first = try register("Erika", "Mustermann", "erika@example.org", p)
      #expect(try register(given, family, "Erika@Example.org", p) == first)
      #expect(try p.audit("patient.register").count == 1)
    }
  }

  @Test func aFamilyThatSharesAnAddressStaysSeveralPatients() throws {
    try withPractice { p in
      let first = try register("Erika", "Mustermann", "family@example.org", p)
      let second = try register("Max", "Mustermann", "family@example.org", p)
      #expect(first != second)
      #expect(try register("Max", "Mustermann", "family@example.org", p) == second)
    }
  }

  @Test func theSameNameWithAnotherAddressIsSomebodyElse() throws {
    try withPractice { p in
      let first = try register("Erika", "Mustermann", "a@example.org", p)
      let second = try register("Erika", "Mustermann", "b@example.org", p)
      #expect(first != second)
    }
  }

  @Test func aVisitorChangesNothingOfAKnownPatient() throws {
    try withPractice { p in
      let known = try p.add("Erika", "Mustermann", born: "1990-04-12", email: "erika@example.org", phone: "030 999999")
      #expect(try register("Erika", "Mustermann", "erika@example.org", p) == known)
      let after = try p.asOperator { db in try #require(try Patients.find(known, in: db.reader)) }
      #expect(after.details.phone == "030 999999")
      #expect(after.version == 1)
    }
  }

  @Test func theSamePersonInAnotherPracticeIsNotFound() throws {
    try withPractice { other in
      let there = try register("Erika", "Mustermann", "erika@example.org", other)
      try withPractice { p in
        let here = try register("Erika", "Mustermann", "erika@example.org", p)
        #expect(here != there)
      }
    }
  }
}
