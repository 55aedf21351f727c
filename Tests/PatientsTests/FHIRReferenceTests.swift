import Patients
import Testing

@Suite struct FHIRReferenceTests {
  private let subject = #""subject": { "reference": "Patient/testa/_history/3" }"#

  private func refer(_ reference: String) throws -> ImportPlan.Row {
    try FHIRFixture.row("condition", (subject, #""subject": \#(reference)"#))
  }

  @Test(arguments: [
    "Patient/testa", "Patient/testa/_history/9", "https://records.example/fhir/Patient/testa",
    "https://records.example/fhir/Patient/testa/_history/1",
  ])
  func findsThePatient(reference: String) throws {
    let row = try refer(#"{"reference": "\#(reference)"}"#)
    #expect(row.condition?.patient.id == "https://records.example/fhir/Patient/testa")
  }

  @Test(arguments: [
    (#"{"reference": "Patient/other"}"#, ".reference: “Patient/other” points to nothing in this file."),
    (
      #"{"reference": "https://elsewhere.example/Patient/testa"}"#,
      ".reference: “https://elsewhere.example/Patient/testa” points to nothing in this file."
    ),
    (#"{"reference": "urn:uuid:00"}"#, ".reference: “urn:uuid:00” points to nothing in this file."),
    (##"{"reference": "#inner"}"##, ".reference: “#inner” points to nothing in this file."),
    (
      #"{"reference": "Patient?identifier=x|1"}"#,
      ".reference: “Patient?identifier=x|1” is a search; conditional references are not supported."
    ),
    (#"{"display": "Testa"}"#, ".reference: This is required but missing."),
    (#"{"identifier": {"value": "1"}}"#, ".reference: This is required but missing."),
    ("null", ": This is required but missing."), ("7", ": Expected an object, found a number."),
    (#"[{"reference": "Patient/a"}, {"reference": "Patient/b"}]"#, ": Expected one value, found 2."),
  ])
  func refusesAPatientItCannotFind(reference: String, message: String) throws {
    #expect(try refer(reference).refusal == "entry[5].resource.subject" + message)
  }

  @Test func leavesOutWhatIsNotAboutAPatient() throws {
    let row = try refer(#"{"reference": "Practitioner/doc"}"#)
    #expect(row.omission == "It is not about a patient but about a Practitioner.")
  }

  @Test func aRelativeReferenceStaysOnItsServer() throws {
    let patient = #"{"resourceType":"Patient","id":"1","name":{"text":"X"}}"#
    func entry(_ url: String, _ resource: String) -> String { #"{"fullUrl":"\#(url)","resource":\#(resource)}"# }
    func condition(_ id: String) -> String {
      #"{"resourceType":"Condition","id":"\#(id)","code":{"text":"X"},"subject":{"reference":"Patient/1"}}"#
    }
    let entries = [
      entry("https://a.example/Patient/1", patient), entry("https://b.example/Condition/1", condition("1")),
      entry("https://a.example/Condition/2", condition("2")), entry("urn:uuid:03", condition("3")),
    ].joined(separator: ",")
    let text = #"{"resourceType":"Bundle","type":"batch","entry":[\#(entries)]}"#
    let plan = try ImportPlan.read(Array(text.utf8), limit: FHIRFixture.limit)
    #expect(
      plan.rows.map(\.refusal) == [
        nil, "entry[1].resource.subject.reference: “Patient/1” points to nothing in this file.", nil, nil,
      ])
  }

  @Test func refusesAReferenceThatTwoResourcesAnswer() throws {
    let condition =
      #"{"resource":{"resourceType":"Condition","id":"1","code":{"text":"X"},"subject":{"reference":"Patient/1"}}}"#
    func last(_ first: String, _ second: String) throws -> ImportPlan.Row {
      let patients = [first, second].map {
        #"{"fullUrl":"\#($0)","resource":{"resourceType":"Patient","id":"1","name":{"text":"X"}}}"#
      }
      let text = #"{"resourceType":"Bundle","type":"batch","entry":[\#(patients[0]),\#(patients[1]),\#(condition)]}"#
      return try ImportPlan.read(Array(text.utf8), limit: FHIRFixture.limit).rows[2]
    }
    #expect(
      try last("urn:uuid:01", "urn:uuid:02").refusal
        == "entry[2].resource.subject.reference: “Patient/1” points to more than one resource of this file.")
    // The same resource twice is no ambiguity.
    #expect(try last("urn:uuid:01", "URN:UUID:01").condition?.patient.id == "01")
  }

  @Test func leavesOutTheRecordsOfAPatientWhoIsRefused() throws {
    let patient = try FHIRFixture.text("patient", [("1980-02-29", "1981-02-29")])
    let condition = try FHIRFixture.text("condition")
    let plan = try ImportPlan.read(try FHIRFixture.bundle([patient, condition]), limit: FHIRFixture.limit)
    #expect(plan.values.isEmpty)
    #expect(plan.rows[1].omission == "Its patient is not imported.")
  }

  @Test(arguments: [
    (
      #""implicitRules": "https://rules.example","#,
      "It was written under the rules “https://rules.example”, which we do not know."
    ),
    (
      #""modifierExtension": [{"url": "https://not.example", "valueBoolean": true}],"#,
      "It carries the modifier extension “https://not.example”, which we cannot interpret."
    ),
  ])
  func leavesOutWhatChangesTheMeaning(member: String, sentence: String) throws {
    let row = try FHIRFixture.row("condition", (#""severity""#, member + #""severity""#))
    #expect(row.omission == sentence)
  }

  @Test(arguments: [
    ("medication-request", #""sequence""#), ("allergy", #""manifestation""#), ("encounter", #""individual""#),
    ("observation", #""valueQuantity""#),
  ])
  func leavesOutWhatChangesTheMeaningOfAPart(file: String, member: String) throws {
    let modifier = #""modifierExtension": [{"url": "https://not.example", "valueBoolean": true}], "#
    let row = try FHIRFixture.row(file, (member, modifier + member))
    #expect(row.message?.messageKey == "fhir.left-out.modifier-extension")
    #expect(row.message?.arguments == ["url": "https://not.example"])
  }

  @Test func anEncounterThatIsNotInTheFileIsNoFault() throws {
    #expect(try FHIRFixture.row("allergy").allergy?.encounter?.id == "https://records.example/fhir/Encounter/visit")
    let row = try FHIRFixture.row("allergy", ("Encounter/visit", "Encounter/gone"))
    #expect(row.allergy?.encounter == nil)
    #expect(row.allergy != nil)
  }

  @Test func refusesAnIdTooLongToKeep() throws {
    let row = try FHIRFixture.row("condition", (#""cough""#, "\"" + String(repeating: "c", count: 250) + "\""))
    #expect(row.refusal == "entry[5]: This is longer than 255 characters.")
  }
}
