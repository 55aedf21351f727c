import Patients
import Testing

@Suite struct FHIRMedicationTests {
  private let concept = #""medicationCodeableConcept": { "text": "Placebo 5 mg" }"#

  @Test func mapsAMedicationRequest() throws {
    let medication = try #require(try FHIRFixture.row("medication-request").medication)
    #expect(medication.medication.text == "Placebo 5 mg")
    #expect(medication.status == .active)
    #expect(medication.intent == .order)
    #expect(medication.authored?.offset == 0)
    #expect(medication.dosage == "1.50 tablets, by mouth, 2 times a day, after breakfast, for 7 days")
    #expect(!medication.asNeeded)
    #expect(medication.reasons.map(\.text) == ["Cough"])
    #expect(medication.requester == "Dr. Ida Erfunden")
    #expect(
      medication.summary == "Placebo 5 mg (active, 2024-03-01): "
        + "1.50 tablets, by mouth, 2 times a day, after breakfast, for 7 days")
  }

  @Test(arguments: [
    (#""medicationReference": {"reference": "Medication/pill"}"#, "Placebo 1 mg tablet"),
    (#""medicationReference": {"reference": "Medication/pill", "display": "Label"}"#, "Placebo 1 mg tablet"),
    (#""medicationReference": {"reference": "Medication/gone", "display": "Label"}"#, "Label"),
    (#""medicationReference": {"display": "Label"}"#, "Label"),
    (
      ##""contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Inner"}}], "##
        + ##""medicationReference": {"reference": "#m"}"##, "Inner"
    ),
  ])
  func findsTheMedicationBehindAReference(member: String, name: String) throws {
    let row = try FHIRFixture.row("medication-request", (concept, member))
    #expect(row.medication?.medication.text == name)
  }

  @Test(arguments: [
    (#""x": 1"#, "medication[x]: This is required but missing."),
    (
      #""medicationReference": {"reference": "Medication/gone"}"#,
      "medicationReference.reference: “Medication/gone” points to nothing in this file."
    ),
    (
      #""medicationReference": {"reference": "Medication?code=1"}"#,
      "medicationReference.reference: “Medication?code=1” is a search; conditional references are not supported."
    ),
    (
      #""medicationReference": {"reference": "Practitioner/doc"}"#,
      "medicationReference.reference: This must point to a Medication but points to a Practitioner."
    ),
    (
      ##""medicationReference": {"reference": "#m"}, "contained": [{"resourceType": "Medication", "id": "m"}]"##,
      "contained[0].code: This has neither a text nor a code."
    ),
  ])
  func refusesAMedicationItCannotName(member: String, message: String) throws {
    let row = try FHIRFixture.row("medication-request", (concept, member))
    #expect(row.refusal == "entry[5].resource." + message)
  }

  @Test func leavesOutAnOrderNotToGiveIt() throws {
    let row = try FHIRFixture.row("medication-request", (concept, #""doNotPerform": true, "# + concept))
    #expect(row.omission == "It is an order not to give the medication; only medications to take are imported.")
  }

  @Test(arguments: [
    ("[]", nil, false), ("[{}]", nil, false), (#"[{"text": "As directed"}]"#, "As directed", false),
    (#"{"text": "One daily", "asNeededBoolean": true}"#, "One daily, as needed", true),
    (#"[{"text": "Take As Needed", "asNeededBoolean": true}]"#, "Take As Needed", true),
    (#"[{"asNeededCodeableConcept": {"text": "pain"}}]"#, "as needed for pain", true),
    (#"[{"asNeededBoolean": true}, {"text": "At night"}]"#, "as needed; At night", false),
    (#"[{"sequence": 2, "text": "B"}, {"sequence": 1, "text": "A"}, {"text": "C"}]"#, "A; B; C", false),
    (#"[{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}]"#, "once a day", false),
    (#"[{"timing": {"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}}}]"#, "every 6 hours", false),
    (
      #"[{"timing": {"repeat": {"frequency": 1, "frequencyMax": 2, "period": 4, "periodMax": 6, "periodUnit": "h"}}}]"#,
      "1–2 times every 4–6 hours", false
    ),
    (
      #"[{"timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "h", "count": 4}}}]"#,
      "3 times an hour, 4 doses in all", false
    ),
    (#"[{"timing": {"code": {"text": "BID"}}}]"#, "BID", false),
    (#"[{"timing": {"repeat": {"when": ["HS"]}, "code": {"text": "QHS"}}}]"#, "QHS, at bedtime", false),
    (
      #"[{"timing": {"repeat": {"when": ["AC"], "offset": 30, "dayOfWeek": ["fri"], "timeOfDay": ["08:00:00"]}}}]"#,
      "30 minutes before a meal, on Friday, at 08:00", false
    ),
    (
      #"[{"timing": {"repeat": {"boundsPeriod": {"start": "2024-01-01", "end": "2024-02-01"}}}}]"#,
      "2024-01-01 – 2024-02-01", false
    ),
    (
      #"[{"doseAndRate": [{"doseRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "mg"}}}]}]"#,
      "1 – 2 mg", false
    ),
    (
      #"[{"doseAndRate": {"rateRatio": {"numerator": {"value": 5, "unit": "mg"}, "denominator": {"value": 1}}}}]"#,
      "5 mg / 1", false
    ),
    (
      #"[{"patientInstruction": "With water", "additionalInstruction": [{"text": "Sit upright"}]}]"#,
      "Sit upright, With water", false
    ),
    (#"[{"sequence": 99999999999999999999999, "text": "Late"}, {"text": "Also"}]"#, "Late; Also", false),
  ])
  func buildsTheDosageText(json: String, text: String?, asNeeded: Bool) throws {
    let bare =
      #"{"resourceType":"MedicationRequest","id":"d","status":"active","subject":{"reference":"Patient/testa"},"#
      + #""medicationCodeableConcept":{"text":"P"},"dosageInstruction":\#(json)}"#
    let plan = try ImportPlan.read(
      try FHIRFixture.bundle([try FHIRFixture.text("patient"), bare]), limit: FHIRFixture.limit)
    let medication = try #require(plan.rows[1].medication)
    #expect(medication.dosage == text)
    #expect(medication.asNeeded == asNeeded)
  }
}
