import Core
import Patients
import Testing

@Suite struct FHIRPatientTests {
  @Test func mapsEverythingWeKeepOfAPatient() throws {
    let patient = try #require(try FHIRFixture.patient().patient)
    #expect(patient.source == SourceID(resourceType: "Patient", id: "testa"))
    #expect(patient.name == PersonName(given: "Testa Probe", family: "Mustermann-Beispiel"))
    #expect(patient.gender == .female)
    #expect(patient.birthDate?.day == LocalDate(year: 1980, month: 2, day: 29))
    #expect(patient.deceased == .no)
    #expect(patient.contacts.map(\.value) == ["+00 2", "+00 3", "testa@mail.example"])
    #expect(patient.contacts.map(\.use) == ["mobile", "home", nil])
    #expect(patient.phone == "+00 2")
    #expect(patient.email == "testa@mail.example")
    #expect(patient.address?.lines == ["Sample Street 1", "Rear house"])
    #expect(patient.address?.city == "Sampleton")
    #expect(patient.address?.postalCode == "00001")
    #expect(patient.language == .he)
    #expect(patient.identifiers.map(\.value) == ["A123456789", "0042"])
    #expect(patient.recordNumber == "0042")
    #expect(patient.summary == "Testa Probe Mustermann-Beispiel (female, born 1980-02-29)")
  }

  @Test(arguments: [
    ("\"1980\"", "1980", PartialDate.Precision.year, "1980-01-01", "1980-12-31"),
    ("\"1980-02\"", "1980-02", .month, "1980-02-01", "1980-02-29"),
    ("\"9999\"", "9999", .year, "9999-01-01", "9999-12-31"),
    (" \"1980-04-30\" ", "1980-04-30", .day, "1980-04-30", "1980-04-30"),
  ])
  func keepsAsMuchOfABirthDateAsIsKnown(
    json: String, text: String, precision: PartialDate.Precision, first: String, last: String
  ) throws {
    let date = try #require(try FHIRFixture.patient(("\"1980-02-29\",", json + ",")).patient?.birthDate)
    #expect(date.description == text)
    #expect(date.precision == precision)
    #expect(date.earliest.description == first)
    #expect(date.latest.description == last)
    #expect((date.day == nil) == (precision != .day))
  }

  @Test(arguments: [
    ("\"1980-02-30\"", "“1980-02-30” does not exist on a calendar or clock."),
    ("\"1980-13\"", "“1980-13” does not exist on a calendar or clock."),
    ("\"0000\"", "“0000” does not exist on a calendar or clock."),
    ("\"80\"", "“80” is not a FHIR date."), ("\"1980-2-3\"", "“1980-2-3” is not a FHIR date."),
    ("\"29.02.1980\"", "“29.02.1980” is not a FHIR date."), ("\"1980-02-29T\"", "“1980-02-29T” is not a FHIR date."),
    ("\"19८0\"", "“19८0” is not a FHIR date."), ("1980", "Expected a text, found a number."),
    ("\"1980\\u0000\"", "The text holds a control character."),
  ])
  func refusesABirthDateThatIsNone(json: String, sentence: String) throws {
    let row = try FHIRFixture.patient(("\"1980-02-29\"", json))
    #expect(row.refusal == "birthDate: " + sentence)
  }

  @Test(arguments: [
    ("\"deceasedBoolean\": true", Deceased.yes, "deceased"),
    ("\"deceasedDateTime\": \"2020-05\"", nil, "died 2020-05"),
    ("\"deceasedBoolean\": null", nil, nil),
  ])
  func readsBothKindsOfDeceased(member: String, value: Deceased?, phrase: String?) throws {
    let patient = try #require(try FHIRFixture.patient(("\"deceasedBoolean\": false", member)).patient)
    if let value { #expect(patient.deceased == value) }
    #expect(patient.summary.hasSuffix(phrase.map { ", \($0))" } ?? "born 1980-02-29)"))
  }

  @Test(arguments: [
    (#"{"use":"usual","text":"Only Text"}"#, PersonName(given: "", family: "Only Text")),
    (#"{"given":"One"}"#, PersonName(given: "One", family: "")),
    (#"{"use":"old","family":"Old"},{"use":"nickname","family":"Nick"}"#, PersonName(given: "", family: "Nick")),
    (#"{"family":"Gone","period":{"end":"2001"}},{"family":"Now"}"#, PersonName(given: "", family: "Now")),
    (#"{"family":"  "},{"family":" Spaced\t"}"#, PersonName(given: "", family: "Spaced")),
  ])
  func choosesTheNameToUse(names: String, expected: PersonName) throws {
    let text = #"{"resourceType":"Patient","id":"1","name":[\#(names)]}"#
    let plan = try ImportPlan.read(Array(text.utf8), limit: FHIRFixture.limit)
    #expect(plan.patients.map(\.name) == [expected])
    #expect(plan.patients.first?.birthDate == nil)
  }

  @Test(arguments: ["", #"{"use":"maiden","family":"Old"}"#, "{}", #"{"use":"anonymous","family":"X"}"#])
  func refusesAPatientWithoutAUsableName(names: String) throws {
    let text = #"{"resourceType":"Patient","id":"1","name":[\#(names)]}"#
    let plan = try ImportPlan.read(Array(text.utf8), limit: FHIRFixture.limit)
    #expect(plan.rows.map(\.refusal) == ["name: This is required but missing."])
  }

  @Test func refusesAGenderFHIRDoesNotKnow() throws {
    let row = try FHIRFixture.patient((#""female""#, #""F""#))
    #expect(
      row.refusal == "gender: “F” is not a code of FHIR R4 here; allowed are male, female, other, unknown.")
    #expect(row.message?.messageKey == "fhir.refused.unknown-code")
    #expect(row.message?.arguments == ["code": "F", "allowed": "male, female, other, unknown"])
  }

  @Test(arguments: [
    ("en-GB", "de-AT", Language.en), ("es", "de-AT", .de), ("es", "fr", nil), ("EN", "de", .en),
  ])
  func matchesTheLanguagesWeSpeak(first: String, second: String, language: Language?) throws {
    let row = try FHIRFixture.patient(
      ("en-GB", first), ("\"iw\"", "\"\(second)\""), (", \"preferred\": true", ""))
    #expect(try #require(row.patient).language == language)
  }

  @Test func leavesOutAPatientTheSourceHasReplaced() throws {
    let row = try FHIRFixture.patient(
      ("\"active\": true", #""link": [{"other": {"reference": "Patient/2"}, "type": "replaced-by"}]"#))
    #expect(row.omission == "The source has replaced this patient record by another one.")
  }
}
