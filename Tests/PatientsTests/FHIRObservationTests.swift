import Patients
import Testing

@Suite struct FHIRObservationTests {
  private let quantity = #""valueQuantity": { "value": 36.60, "comparator": ">=", "unit": "°C" }"#

  @Test func mapsABloodPressureWithItsComponents() throws {
    let pressure = try #require(try FHIRFixture.row("observation").observation)
    #expect(pressure.status == .final)
    #expect(pressure.value == nil)
    #expect(pressure.components.map(\.code.text) == ["Systolic", "Diastolic"])
    #expect(pressure.components.map(\.value.description) == ["120.0 mmHg", "not measured (Error)"])
    #expect(pressure.effective?.start?.offset == 60)
    #expect(
      pressure.summary == "Blood pressure (2024-03-01): Systolic 120.0 mmHg, Diastolic not measured (Error)")
  }

  @Test func keepsTheDigitsOfAMeasurement() throws {
    let row = try FHIRFixture.row("temperature")
    guard case .quantity(let value)? = row.observation?.value else {
      Issue.record("no quantity")
      return
    }
    #expect(value.value == "36.60")
    #expect(value.comparator == .greaterOrEqual)
    #expect(value.unit == "°C")
    #expect(row.observation?.summary == "Body temperature: >= 36.60 °C")
  }

  @Test(arguments: [
    (#""valueCodeableConcept": {"coding": [{"code": "warm"}]}"#, "warm"), (#""valueString": "warm""#, "warm"),
    (#""valueInteger": 37"#, "37"), (#""valueBoolean": true"#, "yes"),
    (#""valueRange": {"low": {"value": 36, "unit": "°C"}, "high": {"value": 37, "unit": "°C"}}"#, "36 – 37 °C"),
    (#""valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 2}}"#, "1 / 2"),
    (#""valueTime": "10:00:00""#, "10:00:00"), (#""valueDateTime": "2024-01""#, "2024-01"),
    (#""valuePeriod": {"start": "2024"}"#, "from 2024"),
    (#""valueQuantity": {"value": 1e-400, "unit": "x"}"#, "1e-400 x"),
  ])
  func readsEveryKindOfValue(member: String, text: String) throws {
    let row = try FHIRFixture.row("temperature", (quantity, member))
    #expect(row.observation?.value?.description == text)
  }

  @Test(arguments: [
    (#""effectivePeriod": {"start": "2024-01-01T10:00:00Z", "end": "2024-01-01T11:00:00Z"}"#, "2024-01-01"),
    (#""effectiveInstant": "2024-01-01T10:00:00.000Z""#, "2024-01-01"), (#""effectiveDateTime": "2024""#, "2024"),
    (#""effectiveTiming": {"event": ["2024-01-02"]}"#, "2024-01-02"),
    (#""effectiveTiming": {"code": {"text": "each morning"}}"#, "each morning"), (#""issued": "x""#, nil),
  ])
  func readsEveryKindOfEffective(member: String, text: String?) throws {
    let row = try FHIRFixture.row("temperature", (quantity, quantity + ", " + member))
    #expect(try #require(row.observation).effective?.description == text)
  }

  @Test(arguments: [
    (#""dataAbsentReason": {"text": "refused"}"#, "Nothing was measured: refused."),
    (
      #""hasMember": [{"reference": "Observation/1"}]"#,
      "It only groups other observations, which are imported on their own."
    ),
    (#""valueSampledData": {"data": "1 2 3"}"#, "Curves of sampled data are not imported."),
    (
      #""category": [{"coding": [{"code": "laboratory"}]}]"#,
      "Only vital signs are imported; this observation is “laboratory”."
    ),
    (
      #""category": [{"text": "Notes of a nurse"}]"#,
      "Only vital signs are imported; this observation is “Notes of a nurse”."
    ),
  ])
  func leavesOutWhatIsNoMeasurement(member: String, sentence: String) throws {
    #expect(try FHIRFixture.row("temperature", (quantity, member)).omission == sentence)
  }

  @Test func leavesOutAnUnknownCodeWithoutCategoryAndACancelledOne() throws {
    #expect(
      try FHIRFixture.row("temperature", ("8310-5", "0-0")).omission
        == "Only vital signs are imported; this observation names no category.")
    #expect(
      try FHIRFixture.row("temperature", ("\"final\"", "\"cancelled\"")).omission
        == "The source marks it as cancelled.")
  }

  @Test func oneVitalSignCategoryAmongOthersIsEnough() throws {
    let row = try FHIRFixture.row(
      "temperature",
      (
        quantity,
        quantity + #", "category": [{"text": "Exam"}, {"coding": [{"code": "exam"}, {"code": "vital-signs"}]}]"#
      ))
    #expect(row.observation != nil)
  }

  @Test func refusesAnObservationThatSaysNothing() throws {
    #expect(
      try FHIRFixture.row("temperature", (quantity, #""valueQuantity": {"unit": "°C"}"#)).refusal
        == "entry[5].resource.value[x]: The observation has no value and does not say why.")
    #expect(
      try FHIRFixture.row("observation", (#""valueQuantity": { "value": 120.0, "unit": "mmHg" }"#, #""x": 0"#)).refusal
        == "entry[5].resource.component[0].value[x]: The observation has no value and does not say why.")
  }
}
