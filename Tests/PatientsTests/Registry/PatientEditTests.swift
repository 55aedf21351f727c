import Core
import Database
import Testing
import TestSupport

@testable import Patients

@Suite struct PatientEditTests {
  private static let erika = [
    "given": "Erika", "family": "Mustermann", "birth-date": "12.4.1990", "gender": "female",
    "email": "erika@example.org", "phone": "+49 30 1234567", "address": "1 Example Road\r\n12345 Berlin",
    "language": "de", "note": "Rings twice", "is-active": "yes",
  ]

  private func create(_ browser: TestBrowser, _ changes: [String: String] = [:]) -> TestResponse {
    browser.get("/patients/new")
    return browser.post("/patients", Self.erika.merging(changes) { $1 })
  }

  private func stored(_ response: TestResponse, _ p: TestPractice) throws -> Patient {
    let location = try #require(response.location)
    let id = try #require(PatientID(text: location.dropFirst("/patients/".count)))
    return try p.asOperator { db in try #require(try Patients.find(id, in: db.reader)) }
  }

  @Test func aNewPatientIsStoredAsTypedAndAudited() throws {
    try withPractice { p in
      let answer = create(try p.browser(p.bob))
      #expect(answer.status == 303)
      let patient = try stored(answer, p)
      #expect(patient.details.name == PersonName(given: "Erika", family: "Mustermann"))
      #expect(patient.details.birthDate?.description == "1990-04-12")
      #expect(patient.details.address == "1 Example Road\n12345 Berlin")
      #expect(patient.details.language == .de)
      let audit = try p.audit("patient.create")
      #expect(audit.count == 1)
      #expect(audit.patient == patient.id)
      #expect(audit.fields == "name,birthDate,gender,email,phone,address,note")
      let page = try p.browser(p.bob).get("/patients/\(patient.id)/details")
      #expect(page.words.contains("12 April 1990"))
      #expect(page.words.contains("Rings twice"))
    }
  }

  @Test(arguments: [
    ("family", "  ", "Enter a family name"), ("family", String(repeating: "x", count: 101), "This has 101 characters"),
    ("birth-date", "31.2.1990", "Enter a date that exists"),
    ("birth-date", "4/5/1990", "Day and month could be swapped"),
    ("birth-date", "2990-01-01", "cannot lie in the future"), ("birth-date", "1790-01-01", "1790 is too long ago"),
    ("birth-date", "soon", "Enter a date that exists"), ("email", "erika", "An e-mail address has an @"),
    ("email", "a@b@c.de", "has only one @"), ("email", "a@b", "The ending is missing"),
    ("email", "a@münchen.de", "only Latin letters"), ("email", "a..b@example.org", "holds a character"),
    ("phone", "call me", "has digits, spaces"), ("phone", "12345", "at least 6 digits"),
    ("phone", "1234567890123456", "at most 15 digits"), ("gender", "x", "Choose one of the list"),
    ("language", "fr", "Choose one of the list"),
    ("note", String(repeating: "ש", count: 901), "This has 901 characters"),
    ("address", String(repeating: "x", count: 351), "This has 351 characters"),
  ])
  func refusedInputIsNamedAndEverythingTypedIsKept(_ field: String, _ value: String, _ message: String) throws {
    try withPractice { p in
      let answer = create(try p.browser(p.bob), [field: value])
      #expect(answer.status == 422)
      #expect(answer.unescaped.contains(message), "\(field)")
      #expect(answer.body.contains("href=\"#\(field)\""), "the summary leads to the field")
      #expect(answer.body.contains("id=\"\(field)-error\""))
      #expect(answer.body.contains("aria-invalid=\"true\""))
      #expect(answer.body.contains("value=\"Erika\""))
      #expect(try p.audit("patient.create").count == 0)
    }
  }

  @Test func aYearAloneIsADateOfBirthToo() throws {
    try withPractice { p in
      let patient = try stored(create(try p.browser(p.bob), ["birth-date": "1944"]), p)
      let browser = try p.browser(p.bob)
      #expect(browser.get("/patients/\(patient.id)/details").words.contains("Born 1944"))
      #expect(browser.get("/patients/\(patient.id)/edit").body.contains("value=\"1944\""))
    }
  }

  @Test func markupInANameIsText() throws {
    try withPractice { p in
      let patient = try stored(create(try p.browser(p.bob), ["family": "<script>alert(1)</script>"]), p)
      let body = try p.browser(p.bob).get("/patients/\(patient.id)/details").body
      #expect(!body.contains("<script>alert"))
      #expect(body.contains("&lt;script&gt;alert(1)"))
    }
  }

  @Test(arguments: [
    (["email": "ERIKA@example.org", "phone": "", "family": "Other"], "same e-mail address"),
    (["email": "", "phone": "0049 30 123 45 67", "family": "Other"], "same phone number"),
    (["email": "", "phone": "", "given": "érika"], "same name and date of birth"),
  ])
  func whoMayBeHereAlreadyIsShownBeforeASecondOneIsMade(_ changes: [String: String], _ reason: String) throws {
    try withPractice { p in
      let known = try p.add(
        "Erika", "Mustermann", born: "1990-04-12", email: "erika@example.org", phone: "+49 30 1234567")
      let browser = try p.browser(p.bob)
      let answer = create(browser, changes)
      #expect(answer.status == 422)
      #expect(answer.words.contains("This may be the same person"))
      #expect(answer.words.contains(reason))
      #expect(answer.body.contains("href=\"/patients/\(known)\""))
      #expect(try p.audit("patient.create").count == 0)
      let confirmed = browser.post("/patients", Self.erika.merging(changes) { $1 }.merging(["confirm": "yes"]) { $1 })
      #expect(confirmed.status == 303)
      #expect(try p.audit("patient.create").count == 1)
    }
  }

  @Test func somebodyOfAnotherPracticeIsNoDuplicate() throws {
    try withPractice { other in
      try other.add("Erika", "Mustermann", born: "1990-04-12", email: "erika@example.org")
      try withPractice { p in
        let answer = create(try p.browser(p.bob))
        #expect(answer.status == 303)
      }
    }
  }

  @Test func aChangeIsWrittenWithTheNamesOfItsFieldsAlone() throws {
    try withPractice { p in
      let browser = try p.browser(p.bob)
      let patient = try stored(create(browser), p)
      browser.get("/patients/\(patient.id)/edit")
      let answer = browser.post(
        "/patients/\(patient.id)", Self.erika.merging(["version": "1", "phone": "+49 30 7654321"]) { $1 })
      #expect(answer.status == 303)
      let after = try stored(answer, p)
      #expect(after.details.phone == "+49 30 7654321")
      #expect(after.version == 2)
      #expect(try p.audit("patient.update").fields == "phone")
      #expect(browser.search("7654321").words.contains("1 found"))
    }
  }

  @Test func aCheckboxThatIsNotSentMakesThePatientInactive() throws {
    try withPractice { p in
      let browser = try p.browser(p.bob)
      let patient = try stored(create(browser), p)
      var fields = Self.erika.merging(["version": "1"]) { $1 }
      fields["is-active"] = nil
      browser.post("/patients/\(patient.id)", fields)
      #expect(browser.get("/patients/\(patient.id)/details").words.contains("Inactive"))
      #expect(browser.get("/patients").words.contains("Inactive"))
    }
  }

  @Test func whoeverIsOvertakenSeesTheOtherChangeBesideTheirOwn() throws {
    try withPractice { p in
      let browser = try p.browser(p.bob)
      let patient = try stored(create(browser), p)
      browser.get("/patients/\(patient.id)/edit")
      let path = "/patients/\(patient.id)"
      browser.post(path, Self.erika.merging(["version": "1", "phone": "+49 30 1111111"]) { $1 })
      let mine = Self.erika.merging(["version": "1", "phone": "+49 30 2222222"]) { $1 }
      let answer = browser.post(path, mine)
      #expect(answer.status == 409)
      #expect(answer.words.contains("Phone number +49 30 1111111 +49 30 2222222"))
      #expect(answer.body.contains("name=\"version\" value=\"2\""))
      #expect(browser.post(path, mine.merging(["version": "2"]) { $1 }).status == 303)
      let after = try p.asOperator { db in try Patients.find(patient.id, in: db.reader) }
      #expect(after?.details.phone == "+49 30 2222222")
    }
  }

  @Test func everyPageKeepsItsLadder() throws {
    try withPractice { p in
      let biller = try p.browser(p.staff(.biller))
      for path in ["/patients/new", "/patients/\(p.pat)/edit"] {
        #expect(TestBrowser().get(path).location == "/sign-in", "\(path)")
        #expect(biller.get(path).status == 403, "\(path)")
        #expect(try p.browser(p.bob).get(path).status == 200, "\(path)")
      }
      #expect(biller.post("/patients", Self.erika).status == 403)
      #expect(biller.get("/patients/\(p.pat)/details").status == 200)
      #expect(try p.browser(p.bob).send("PUT", "/patients/\(p.pat)", headers: [:], body: []).status == 405)
      try withPractice { other in
        let stranger = try other.browser(other.bob)
        for path in ["", "/edit", "/details", "/chart"] {
          let status = stranger.get("/patients/\(p.pat)\(path)").status
          #expect(status == 404 || (path == "/chart" && status == 403), "\(path)")
        }
        #expect(stranger.post("/patients/\(p.pat)", Self.erika).status == 404)
        #expect(stranger.get("/patients/none/details").status == 404)
      }
    }
  }

  @Test func inHebrewTheFormRunsFromTheRight() throws {
    try withPractice { p in
      let answer = try p.browser(p.bob).get("/patients/new?lang=he")
      #expect(answer.body.contains("dir=\"rtl\""))
      #expect(answer.words.contains("שם משפחה"))
    }
  }

  @Test func detailsListAppointmentsWithTheirStatus() throws {
    try withPractice { p in
      let now = Instant(seconds: 1_773_300_000)
      try p.addAppointments(
        for: p.pat, at: [(now.adding(days: -3), "noshow"), (now.adding(days: 5), "booked")])
      let words = try p.browser(p.bob, now: now).get("/patients/\(p.pat)/details").words
      #expect(words.contains("Follow-up Booked 17 March 2026, 08:20, Dr Mira Specimen"))
      #expect(words.contains("Follow-up Did not come 9 March 2026, 08:20"))
    }
  }
}
