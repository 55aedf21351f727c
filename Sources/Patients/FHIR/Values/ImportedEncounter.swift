/// A FHIR R4 `Encounter`.
public struct ImportedEncounter: ImportedClinicalRecord {
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case planned, arrived, triaged, onleave, finished, cancelled, unknown
    case inProgress = "in-progress"
    case enteredInError = "entered-in-error"
  }
  public let source: SourceID
  public let patient: SourceID
  public let status: Status
  /// HL7 v3 ActEncounterCode: AMB ambulatory, EMER emergency, IMP inpatient, VR virtual …
  public let classCode: String?
  public let classText: String?
  public let types: [CodedText]
  public let period: ImportedPeriod?
  public let reasons: [CodedText]
  /// The first participant who is a practitioner, by name.
  public let practitioner: String?

  public var summary: String {
    Summary.line(
      types.first?.text ?? classText ?? "Encounter", [status.rawValue, period?.description, practitioner],
      tail: reasons.map(\.text).joined(separator: ", "))
  }
}
