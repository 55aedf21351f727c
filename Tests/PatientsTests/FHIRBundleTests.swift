import Core
import Patients
import Testing
import Web

/// Files that are refused as a whole, and what every kind of file that is not has in common.
@Suite struct FHIRBundleTests {
  private func bundle(_ entries: String, type: String = "collection") -> String {
    #"{"resourceType":"Bundle","type":"\#(type)","entry":[\#(entries)]}"#
  }
  private let ada = #"{"resource":{"resourceType":"Patient","id":"a","name":[{"text":"Nobody"}]}}"#

  @Test func saysWhereAFileThatIsNotJSONBreaks() {
    let error = FHIRFixture.error("{\n  \"resourceType\" \"Bundle\"}")
    #expect(error?.sentence == "The file is not JSON. Line 2, column 18: A colon is expected here.")
    #expect(error?.messageKey == "fhir.file.not-json")
    #expect(error?.arguments == ["line": "2", "column": "18", "problem": "fhir.json.colon-expected"])
    #expect(FHIRFixture.error("")?.sentence == "The file is not JSON. Line 1, column 1: The file is empty.")
  }

  @Test(arguments: [
    (" <Bundle xmlns='http://hl7.org/fhir'/>", "The file is XML. Please export the record as FHIR R4 in JSON."),
    (
      "{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Patient\"}",
      "The file holds one resource a line (NDJSON). Please export the record as one FHIR R4 Bundle."
    ),
    ("[]", "The file is JSON but not FHIR: it has no resourceType."),
    (#"{"name":"x"}"#, "The file is JSON but not FHIR: it has no resourceType."),
    (#"{"resourceType":7}"#, "The file is JSON but not FHIR: it has no resourceType."),
    (
      #"{"resourceType":"Observation","id":"1"}"#,
      "The file is a single Observation, not a patient record. Please export the record as a FHIR R4 Bundle."
    ),
    (#"{"resourceType":"Bundle"}"#, "type: This is required but missing."),
    (#"{"resourceType":"Bundle","type":["batch"]}"#, "type: Expected a text, found a list."),
    (
      #"{"resourceType":"Bundle","type":"history","entry":[]}"#,
      "Bundles of the type “history” cannot be imported; transaction, batch, collection, searchset and document can."
    ),
    (#"{"resourceType":"Bundle","type":"batch"}"#, "The Bundle has no entries."),
    (#"{"resourceType":"Bundle","type":"batch","entry":[]}"#, "The Bundle has no entries."),
    (#"{"resourceType":"Bundle","type":"batch","entry":{}}"#, "entry: Expected a list, found an object."),
    (
      #"{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Goal"}}]}"#,
      "The Bundle holds no Patient."
    ),
  ])
  func saysWhatIsWrongWithTheFile(text: String, sentence: String) {
    #expect(FHIRFixture.error(text)?.sentence == sentence)
  }

  @Test(arguments: [
    (#""resourceType":"MedicationOrder""#, "DSTU2", "resourceType"),
    (#""resourceType":"ProcedureRequest""#, "DSTU2 or STU3", "resourceType"),
    (#""resourceType":"DeviceUsage""#, "R5", "resourceType"),
    (#""resourceType":"CapabilityStatement","fhirVersion":"3.0.2""#, "STU3", "fhirVersion"),
    (#""resourceType":"CapabilityStatement","fhirVersion":"5.0.0""#, "R5", "fhirVersion"),
    (#""resourceType":"CapabilityStatement","fhirVersion":"3.5.0""#, "3.5.0", "fhirVersion"),
    (
      #""resourceType":"Goal","meta":{"profile":["x","http://hl7.org/fhir/3.0/StructureDefinition/Goal"]}"#, "STU3",
      "meta.profile[1]"
    ),
    (
      #""resourceType":"Goal","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/Goal|5.0.0"]}"#, "R5",
      "meta.profile[0]"
    ),
    (
      #""resourceType":"Goal","meta":{"profile":["http://hl7.org/fhir/DSTU2/goal.profile.json"]}"#, "DSTU2",
      "meta.profile[0]"
    ),
    (#""resourceType":"MedicationRequest","medication":{"concept":{"text":"x"}}"#, "R5", "medication"),
    (#""resourceType":"Condition","clinicalStatus":"active""#, "DSTU2 or STU3", "clinicalStatus"),
    (#""resourceType":"Condition","assertedDate":"2017""#, "STU3", "assertedDate"),
    (#""resourceType":"AllergyIntolerance","substance":{}"#, "DSTU2", "substance"),
    (#""resourceType":"AllergyIntolerance","type":{"text":"allergy"}"#, "R5", "type"),
    (#""resourceType":"Encounter","class":"outpatient""#, "DSTU2", "class"),
    (#""resourceType":"Encounter","class":[{"text":"x"}]"#, "R5", "class"),
    (#""resourceType":"Immunization","wasNotGiven":false"#, "DSTU2", "wasNotGiven"),
  ])
  func recognisesOtherVersionsOfFHIR(members: String, version: String, path: String) {
    let error = FHIRFixture.error(bundle(ada + #",{"resource":{\#(members)}}"#))
    let place = "entry[1].resource." + path
    #expect(
      error?.sentence == "The file is FHIR \(version), as \(place) shows. Please export the record as FHIR R4.")
    #expect(error?.arguments == ["version": version, "path": place])
  }

  @Test(arguments: [
    #""fhirVersion":"4.0.1""#, #""fhirVersion":"4.3.0""#,
    #""meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|5.0.1"]}"#,
    #""meta":{"profile":["http://hl7.org/fhir/StructureDefinition/Patient|4.0.1"]}"#,
    #""meta":{"profile":["http://hl7.org/fhir/R4/patient.html"]}"#, #""meta":{"profile":7}"#, #""meta":7"#,
  ])
  func takesR4AndR4BForWhatTheyAre(member: String) {
    #expect(FHIRFixture.error(bundle(ada + #",{"resource":{"resourceType":"Basic",\#(member)}}"#)) == nil)
  }

  @Test(arguments: ["transaction", "batch", "collection", "searchset", "document"])
  func acceptsEveryTypeOfBundleThatCarriesARecord(type: String) throws {
    let plan = try ImportPlan.read(Array(bundle(ada, type: type).utf8), limit: 1000)
    #expect(plan.kind.rawValue == type)
    #expect(plan.patients.map(\.name.full) == ["Nobody"])
  }

  @Test func acceptsALonePatient() throws {
    let plan = try ImportPlan.read(Array(#"{"resourceType":"Patient","id":"a","name":{"text":"X"}}"#.utf8), limit: 99)
    #expect(plan.kind == .patient)
    #expect(plan.patients.map(\.source) == [SourceID(resourceType: "Patient", id: "a")])
  }

  @Test func refusesAFileOverTheCallersLimit() {
    #expect(throws: FHIRImportError.notJSON(JSONError(fault: .tooLarge(limit: 10), line: 1, column: 1))) {
      try ImportPlan.read(Array(bundle(ada).utf8), limit: 10)
    }
  }

  @Test func aBrokenEntryIsARefusedRowAndNotTheEndOfTheFile() throws {
    let entries = [
      ada, "7", #"{"resource":7}"#, #"{"resource":{"id":"x"}}"#, #"{"fullUrl":{},"resource":{}}"#, "{}",
      #"{"request":{"method":"DELETE","url":"Patient/9"}}"#, #"{"resource":{"resourceType":"Unheard","id":"1"}}"#,
      #"{"resource":{"resourceType":"Patient","name":{"text":"X"}}}"#,
    ]
    let plan = try ImportPlan.read(Array(bundle(entries.joined(separator: ",")).utf8), limit: 5000)
    #expect(
      plan.rows.map { $0.refusal ?? $0.omission ?? $0.value?.summary } == [
        "Nobody", "entry[1]: Expected an object, found a number.",
        "entry[2].resource: Expected an object, found a number.",
        "entry[3].resource.resourceType: This is required but missing.",
        "entry[4].fullUrl: Expected a text, found an object.", "The entry carries no resource.",
        "The entry asks to delete something; an import only adds.",
        "Resources of the type “Unheard” are not imported.",
        "entry[8]: It has neither a fullUrl nor an id, so a second import could not recognise it.",
      ])
    #expect(plan.rows.map(\.entry) == Array(0...8))
    #expect(plan.rows.map(\.resourceType) == ["Patient", nil, nil, nil, nil, nil, nil, "Unheard", "Patient"])
  }

  @Test func tellsApartTheServersAndFindsTheSameResourceTwice() throws {
    func patient(_ url: String) -> String {
      #"{"fullUrl":"\#(url)","resource":{"resourceType":"Patient","id":"1","name":{"text":"X"}}}"#
    }
    let urls = [
      "https://a.example/Patient/1", "https://b.example/Patient/1", "https://a.example/Patient/1/_history/2",
      "URN:UUID:0F49D2D0-59BE-4F72-A22B-0A582367B44B",
    ]
    let plan = try ImportPlan.read(Array(bundle(urls.map(patient).joined(separator: ",")).utf8), limit: 5000)
    #expect(
      plan.rows.map(\.source?.id) == [
        "https://a.example/Patient/1", "https://b.example/Patient/1", "https://a.example/Patient/1",
        "0f49d2d0-59be-4f72-a22b-0a582367b44b",
      ])
    #expect(plan.rows.map(\.omission) == [nil, nil, "The same resource stands in entry[0] already.", nil])
  }

  @Test func countsByResourceType() throws {
    let plan = try ImportPlan.read(
      try FHIRFixture.record("condition", [("\"1\"", "\"1\"")]), limit: FHIRFixture.limit)
    let counts = plan.statistics.map { [$0.resourceType ?? "", "\($0.mapped)", "\($0.leftOut)", "\($0.refused)"] }
    #expect(
      counts == [
        ["Patient", "1", "0", "0"], ["Practitioner", "0", "1", "0"], ["PractitionerRole", "0", "1", "0"],
        ["Medication", "0", "1", "0"], ["Encounter", "1", "0", "0"], ["Condition", "1", "0", "0"],
      ])
    #expect(
      plan.rows[1...3].map(\.omission) == [
        "Practitioners are not imported.", "Practitioners’ roles are not imported.",
        "A Medication is read where a prescription points to it, not on its own.",
      ])
  }
}
