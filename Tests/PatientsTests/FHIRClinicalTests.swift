import Patients
import Testing

/// Allergies, conditions, encounters and immunizations.
@Suite struct FHIRClinicalTests {
  @Test func mapsAnAllergy() throws {
    let allergy = try #require(try FHIRFixture.row("allergy").allergy)
    #expect(
      allergy.source
        == SourceID(
          resourceType: "AllergyIntolerance", id: "https://records.example/fhir/AllergyIntolerance/nuts"))
    #expect(allergy.patient.id == "https://records.example/fhir/Patient/testa")
    #expect(allergy.code.text == "Allergy to peanuts")
    #expect(allergy.code.code(in: "http://snomed.info/sct") == "91935009")
    #expect(allergy.clinicalStatus == .active)
    #expect(allergy.verificationStatus == .confirmed)
    #expect(allergy.kind == .allergy)
    #expect(allergy.categories == [.food])
    #expect(allergy.criticality == .high)
    #expect(allergy.onset?.description == "1999-06")
    #expect(allergy.recorded?.description == "2024-03-01")
    #expect(allergy.notes == ["Carries an injector."])
    #expect(allergy.reactions.map { $0.manifestations.map(\.text) } == [["Hives", "267036007"]])
    #expect(allergy.reactions.first?.severity == .severe)
    #expect(allergy.summary == "Allergy to peanuts (allergy, active, high criticality): Hives, 267036007")
  }

  @Test(arguments: [
    (
      #""type": "allergy""#, #""type": "hate""#,
      "type: “hate” is not a code of FHIR R4 here; "
        + "allowed are allergy, intolerance."
    ),
    (
      #"["food"]"#, #"["food", "noise"]"#,
      "category[1]: “noise” is not a code of FHIR R4 here; "
        + "allowed are food, medication, environment, biologic."
    ),
    (
      #""code": "active""#, #""code": "loud""#,
      "clinicalStatus: “loud” is not a code of FHIR R4 here; "
        + "allowed are active, inactive, resolved."
    ),
    (
      #""severity": "severe""#, #""severity": "awful""#,
      "reaction[0].severity: “awful” is not a code of FHIR R4 here; "
        + "allowed are mild, moderate, severe."
    ),
    (#""high""#, "1", "criticality: Expected a text, found a number."),
    (#""reaction": ["#, #""reaction": [7, "#, "reaction[0]: Expected an object, found a number."),
    (
      #""display": "Allergy to peanuts""#, #""display": ["a", "b"]"#,
      "code.coding[0].display: Expected one value, "
        + "found 2."
    ),
  ])
  func refusesAnAllergyWithWhatR4DoesNotKnow(old: String, new: String, message: String) throws {
    #expect(try FHIRFixture.row("allergy", (old, new)).refusal == "entry[5].resource." + message)
  }

  @Test(arguments: [("allergy", "\"confirmed\""), ("condition", "\"provisional\"")])
  func leavesOutWhatWasEnteredInError(file: String, status: String) throws {
    let row = try FHIRFixture.row(file, (status, "\"entered-in-error\""))
    #expect(row.omission == "The source marks it as entered in error.")
    #expect(row.message?.messageKey == "fhir.left-out.entered-in-error")
  }

  @Test func aRefutedAllergySaysSo() throws {
    let row = try FHIRFixture.row("allergy", ("\"confirmed\"", "\"refuted\""))
    #expect(row.allergy?.summary == "Allergy to peanuts (allergy, active, refuted, high criticality): Hives, 267036007")
  }

  @Test func aSparseAllergyIsEnough() throws {
    let bare =
      #"{"resourceType":"AllergyIntolerance","id":"b","code":{"text":"D\nst"},"patient":{"reference":"Patient/testa"}}"#
    let bytes = try FHIRFixture.bundle([try FHIRFixture.text("patient"), bare])
    let plan = try ImportPlan.read(bytes, limit: FHIRFixture.limit)
    #expect(plan.rows[1].allergy?.summary == "D st")
    #expect(plan.rows[1].allergy?.clinicalStatus == nil)
  }

  @Test func mapsACondition() throws {
    let condition = try #require(try FHIRFixture.row("condition").condition)
    #expect(condition.code.text == "Dry cough")
    #expect(condition.clinicalStatus == .active)
    #expect(condition.verificationStatus == .provisional)
    #expect(condition.categories.map(\.text) == ["Problem List Item"])
    #expect(condition.severity?.text == "mild")
    #expect(condition.abatement == nil)
    #expect(condition.summary == "Dry cough (active, since 2024-02-01)")
  }

  @Test(arguments: [
    (#""onsetAge": {"value": 12, "unit": "years"}"#, "age 12 years"),
    (#""onsetAge": {"value": 18, "system": "http://unitsofmeasure.org", "code": "mo"}"#, "age 18 months"),
    (#""onsetPeriod": {"start": "2019-01", "end": "2019-03"}"#, "2019-01 – 2019-03"),
    (#""onsetPeriod": {"start": "2019"}"#, "from 2019"), (#""onsetPeriod": {"end": "2019"}"#, "until 2019"),
    (
      #""onsetRange": {"low": {"value": 10, "unit": "years"}, "high": {"value": 12, "unit": "years"}}"#,
      "age 10 – 12 years"
    ),
    (#""onsetString": "in childhood""#, "in childhood"), (#""_onsetDateTime": {"id": "x"}"#, nil),
  ])
  func readsEveryKindOfOnset(member: String, expected: String?) throws {
    for (name, json) in [("onset", member), ("abatement", member.replacing("onset", with: "abatement"))] {
      let condition = try #require(
        try FHIRFixture.row("condition", (#""onsetDateTime": "2024-02-01""#, json)).condition)
      #expect((name == "onset" ? condition.onset : condition.abatement)?.description == expected)
    }
  }

  @Test(arguments: [
    (#""onsetPeriod": {"start": "2019-02", "end": "2019-01-31"}"#, "onsetPeriod: It ends before it starts."),
    (
      #""onsetPeriod": {"start": "2019-02-31"}"#,
      "onsetPeriod.start: “2019-02-31” does not exist on a calendar or clock."
    ),
    (#""onsetAge": {"value": "12"}"#, "onsetAge.value: Expected a number, found a text."),
    (
      #""onsetAge": {"value": 1.00000000000000000000000000000000000000000}"#,
      "onsetAge.value: This is longer than 40 characters."
    ),
  ])
  func refusesAnOnsetThatCannotBe(member: String, message: String) throws {
    let row = try FHIRFixture.row("condition", (#""onsetDateTime": "2024-02-01""#, member))
    #expect(row.refusal == "entry[5].resource." + message)
  }

  @Test func refusesAConditionWithoutMeaning() throws {
    let second = #"{ "code": "2", "display": "Dry cough", "userSelected": true }"#
    let code = #"{ "coding": [{ "code": "1", "display": "Coughing" }, \#(second)] }"#
    #expect(
      try FHIRFixture.row("condition", (code, #"{"coding": [{"system": "x"}], "extension": []}"#)).refusal
        == "entry[5].resource.code: This has neither a text nor a code.")
    #expect(
      try FHIRFixture.row("condition", ("\"code\": " + code + ",", "")).refusal
        == "entry[5].resource.code: This is required but missing.")
  }

  @Test func mapsAnEncounter() throws {
    let encounter = try #require(try FHIRFixture.row("encounter", ("\"visit\"", "\"second\"")).encounter)
    #expect(encounter.status == .finished)
    #expect(encounter.classCode == "AMB")
    #expect(encounter.classText == "ambulatory")
    #expect(encounter.types.map(\.text) == ["First visit"])
    #expect(encounter.period?.start?.offset == 60)
    #expect(encounter.reasons.map(\.text) == ["Cough", "Old trouble"])
    #expect(encounter.practitioner == "Dr. Ida Erfunden")
    #expect(encounter.summary == "First visit (finished, 2024-03-01, Dr. Ida Erfunden): Cough, Old trouble")
  }

  @Test func anEncounterMayEndBeforeItStartsOnlyOnPaper() throws {
    let row = try FHIRFixture.row("encounter", ("09:30:00+01:00", "09:30:00+02:00"))
    #expect(row.refusal == "entry[5].resource.period: It ends before it starts.")
  }

  @Test(arguments: [
    ("encounter", "finished"), ("medication-request", "active"), ("immunization", "completed"),
    ("observation", "final"),
  ])
  func aStatusIsRequiredAndMayLeaveOut(file: String, status: String) throws {
    let old = #""status": "\#(status)","#
    #expect(try FHIRFixture.row(file, (old, "")).refusal == "entry[5].resource.status: This is required but missing.")
    let row = try FHIRFixture.row(file, (old, #""status": "entered-in-error","#))
    #expect(row.omission == "The source marks it as entered in error.")
    #expect(
      try FHIRFixture.row(file, (old, #""status": "odd","#)).refusal?.hasPrefix(
        "entry[5].resource.status: “odd” is not a code of FHIR R4 here; allowed are ") == true)
  }

  @Test func mapsAnImmunization() throws {
    let jab = try #require(try FHIRFixture.row("immunization").immunization)
    #expect(jab.vaccine.text == "140")
    #expect(jab.status == .completed)
    #expect(jab.lotNumber == "LOT-7")
    #expect(jab.dose?.description == "0.50 mL")
    #expect(jab.site?.text == "left arm")
    #expect(jab.summary == "140 (2023-10-05)")
  }

  @Test func readsTheOtherKindOfOccurrenceAndAnImmunizationNotDone() throws {
    let text = try FHIRFixture.row(
      "immunization", (#""occurrenceDateTime": "2023-10-05""#, #""occurrenceString": "as a child""#),
      (#""completed""#, #""not-done", "statusReason": {"text": "declined"}"#))
    #expect(text.immunization?.status == .notDone)
    #expect(text.immunization?.occurrence == .text("as a child"))
    #expect(text.immunization?.summary == "140 (not given, as a child): declined")
    let none = try FHIRFixture.row("immunization", (#""occurrenceDateTime": "2023-10-05","#, ""))
    #expect(none.refusal == "entry[5].resource.occurrence[x]: This is required but missing.")
  }
}
