import Core
import Patients
import Testing

/// FHIR dateTime, read through `AllergyIntolerance.lastOccurrence`.
@Suite struct FHIRTimeTests {
  private func row(_ text: String) throws -> ImportPlan.Row {
    try FHIRFixture.row("allergy", ("2023-12-24T20:15:30.1234567-05:00", text))
  }

  @Test(arguments: [
    ("2023-12-24T20:15:30.1234567-05:00", 1_703_466_930_123_456, -300), ("1970-01-01T00:00:00Z", 0, 0),
    ("1970-01-01T00:00:00.5+00:00", 500_000, 0), ("1969-12-31T23:59:59.999999Z", -1, 0),
    ("1970-01-01T14:00:00+14:00", 0, 840), ("1969-12-31T23:59:60Z", 0, 0), ("1970-01-01T05:45:00+05:45", 0, 345),
    ("1970-01-01T00:00:00-00:00", 0, 0),
  ])
  func readsAPointInTime(text: String, microseconds: Int, offset: Int) throws {
    let time = try #require(try row(text).allergy?.lastOccurrence)
    #expect(time.instant == Instant(microseconds: Int64(microseconds)))
    #expect(time.offset == offset)
    #expect(time.date.day == LocalDate(text: text.prefix(10)))
  }

  @Test func aDateHasNoPointInTime() throws {
    let time = try #require(try row("2023-12").allergy?.lastOccurrence)
    #expect(time.instant == nil)
    #expect(time.offset == nil)
    #expect(time.date.precision == .month)
  }

  @Test(arguments: [
    ("2023-02-30T10:00:00Z", "does not exist on a calendar or clock."),
    ("2023-02-28T24:00:00Z", "does not exist on a calendar or clock."),
    ("2023-02-28T10:60:00Z", "does not exist on a calendar or clock."),
    ("2023-02-28T10:00:61Z", "does not exist on a calendar or clock."),
    ("2023-02-28T10:00:00", "has a time of day but no offset from UTC."),
    ("2023-02-28T10:00:00.5", "has a time of day but no offset from UTC."),
    ("2023-02-28T10:00:00z", "ends in something that is no offset from UTC."),
    ("2023-02-28T10:00:00+14:01", "ends in something that is no offset from UTC."),
    ("2023-02-28T10:00:00+01:60", "ends in something that is no offset from UTC."),
    ("2023-02-28T10:00:00+0100", "ends in something that is no offset from UTC."),
    ("2023-02-28T10:00:00+01:00 ?", "ends in something that is no offset from UTC."),
    ("2023-02-28T10:00Z", "is not a FHIR date."), ("2023-02-28 10:00:00Z", "is not a FHIR date."),
    ("2023-02-28T10:00:00.Z", "is not a FHIR date."), ("2023-02-28Tmorning", "is not a FHIR date."),
    ("2023-2-28T10:00:00Z", "is not a FHIR date."), ("20230228T100000Z", "is not a FHIR date."),
  ])
  func refusesATimeThatIsNone(text: String, sentence: String) throws {
    #expect(try row(text).refusal == "entry[5].resource.lastOccurrence: “\(text)” " + sentence)
  }
}
