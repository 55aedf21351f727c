import Core
@_spi(Bootstrap) import Database
import Testing
import TestSupport

@testable import Patients

@Suite struct PatientListTests {
  @Test func theListStandsInOrderOfFamilyNamesWithAccentsAside() throws {
    try withPractice { p in
      try p.add("Zoe", "Zander")
      try p.add("Ute", "Öztürk")
      try p.add("Ada", "Oster")
      let words = try p.browser(p.bob).get("/patients").words
      let order = ["Example, Pat", "Oster, Ada", "Öztürk, Ute", "Zander, Zoe"]
      let places = try order.map { try #require(words.range(of: $0)?.lowerBound) }
      #expect(places == places.sorted())
      #expect(words.contains("4 patients"))
    }
  }

  @Test(arguments: [
    ("müller", "Müller"), ("Mueller", "Müller"), ("muller", "Müller"), ("JÜRGEN müll", "Müller"),
    ("mull jur", "Müller"), ("strauss", "Strauß"), ("כה", "כהן"), ("דנה כהן", "כהן"), ("כהן דנה", "כהן"),
    ("oconnell", "O'Connell"), ("o'con", "O'Connell"), ("jose", "Núñez"), ("nunez", "Núñez"),
    ("erika@Example.ORG", "Mustermann"), ("030 1234", "Mustermann"), ("+49 30 123", "Mustermann"),
    ("0049301234567", "Mustermann"), ("1990-04-12", "Mustermann"), ("12.4.1990", "Mustermann"),
    ("4/12/1990", "Mustermann"), ("erika 12.04.1990", "Mustermann"),
  ])
  func oneBoxFindsNamesContactsAndDatesOfBirth(_ typed: String, _ family: String) throws {
    try withPractice { p in
      try p.addCrowd()
      let answer = try p.browser(p.bob).search(typed)
      #expect(answer.status == 200)
      #expect(answer.words.contains("1 found"), "\(typed)")
      #expect(answer.unescaped.contains(family), "\(typed)")
    }
  }

  @Test(arguments: ["jurgen strauss", "üller", "erika 13.04.1990", "nobody@example.org", "999888777", "12.13.1990"])
  func whatDoesNotFitFindsNobodyAndOffersToCreate(_ typed: String) throws {
    try withPractice { p in
      try p.addCrowd()
      let answer = try p.browser(p.bob).search(typed)
      #expect(answer.words.contains("Nobody found"), "\(typed)")
      #expect(answer.body.contains("href=\"/patients/new\""))
      #expect(answer.unescaped.contains("value=\"\(typed)\""), "what was typed is kept")
    }
  }

  @Test func noNameEverStandsInAnAddress() throws {
    try withPractice { p in
      try p.addCrowd()
      let browser = try p.browser(p.bob)
      let answer = browser.search("Mustermann")
      #expect(!answer.body.contains("?q="))
      #expect(answer.body.contains("action=\"/patients/search\""))
      #expect(browser.get("/patients/search").location == "/patients")
    }
  }

  @Test func fiftyStandOnAPageAndTheRestOnTheNext() throws {
    try withPractice { p in
      for number in 0..<55 { try p.add("A", "Person \(Decimal.padded(number, 3))") }
      let browser = try p.browser(p.bob)
      let first = browser.get("/patients")
      #expect(first.body.components("<th scope=\"row\">") == 50)
      #expect(first.body.contains("href=\"/patients?page=2\""))
      let second = browser.get("/patients?page=2")
      #expect(second.body.components("<th scope=\"row\">") == 6)
      #expect(browser.get("/patients?page=3").status == 404)
      #expect(browser.get("/patients?page=x").status == 404)
    }
  }

  @Test func theListTakesThreeStatementsHoweverLongItIs() throws {
    try withPractice { p in
      for number in 0..<60 { try p.add("A", "Person \(number)") }
      let before = p.connection.statementsRun
      try p.asStaff(p.bob, .frontDesk) { db in
        let everybody = try Directory.everybody(within: .of(.readPatients, now: .now, in: db.reader), in: db.reader)
        _ = try DirectoryLine.of(everybody.prefix(50).map(\.id), now: .now, in: db.reader)
      }
      #expect(p.connection.statementsRun - before <= 4)
    }
  }

  @Test func lastAndNextAppointmentStandBesideTheNameAndCancelledOnesDoNot() throws {
    try withPractice { p in
      let now = Instant(seconds: 1_773_300_000)  // 2026-03-12T07:20Z
      try p.addAppointments(
        for: p.pat,
        at: [
          (now.adding(days: -3), "fulfilled"), (now.adding(days: -1), "cancelled"), (now.adding(days: 2), "cancelled"),
          (now.adding(days: 5), "booked"), (now.adding(days: 9), "booked"),
        ])
      let browser = try p.browser(p.bob, now: now)
      let words = browser.get("/patients").words
      #expect(words.contains("9 March 2026, 08:20"))
      #expect(words.contains("17 March 2026, 08:20"))
      #expect(!words.contains("11 March 2026"))
      #expect(!words.contains("14 March 2026"))
    }
  }

  @Test func anotherPracticesPatientsAreNeitherListedNorFound() throws {
    try withPractice { other in
      try other.add("Secret", "Stranger")
      try withPractice { p in
        let browser = try p.browser(p.bob)
        #expect(!browser.get("/patients").words.contains("Stranger"))
        #expect(browser.search("Stranger").words.contains("Nobody found"))
      }
    }
  }

  @Test func onlyStaffWhoAreSignedInSeeIt() throws {
    try withPractice { p in
      #expect(TestBrowser().get("/patients").location == "/sign-in")
      let browser = try p.browser(p.bob)
      #expect(browser.send("PUT", "/patients", headers: [:], body: []).status == 405)
      #expect(browser.post("/patients/search", ["q": "x"], csrf: "wrong").status == 403)
    }
  }

  @Test func theEmptyListSaysWhatWillAppear() throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.empty", "patients_patient", nil)) { tx in
          try tx.execute("DELETE FROM patients_patient WHERE practice_id = \(tx.scope)")
        }
      }
      #expect(try p.browser(p.bob).get("/patients").words.contains("No patients yet"))
    }
  }

  @Test func inHebrewThePageRunsFromTheRight() throws {
    try withPractice { p in
      let answer = try p.browser(p.bob).get("/patients?lang=he")
      #expect(answer.body.contains("<html lang=\"he\" dir=\"rtl\""))
      #expect(answer.words.contains("מטופלים"))
      #expect(answer.body.contains("<bdi>Example, Pat</bdi>"))
    }
  }
}
