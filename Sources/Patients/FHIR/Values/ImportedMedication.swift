/// A FHIR R4 `MedicationRequest`: a medication somebody ordered or planned.
public struct ImportedMedication: ImportedClinicalRecord {
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case active, cancelled, completed, stopped, draft, unknown
    case onHold = "on-hold"
    case enteredInError = "entered-in-error"
  }
  public enum Intent: String, CaseIterable, Hashable, Sendable {
    case proposal, plan, order, option
    case originalOrder = "original-order"
    case reflexOrder = "reflex-order"
    case fillerOrder = "filler-order"
    case instanceOrder = "instance-order"
  }
  public let source: SourceID
  public let patient: SourceID
  public let encounter: SourceID?
  public let medication: CodedText
  public let status: Status
  public let intent: Intent?
  public let authored: FHIRTime?
  /// The dosage in one English text, made of what the source gives; nil when it gives nothing.
  public let dosage: String?
  /// Every dosage instruction is marked "as needed".
  public let asNeeded: Bool
  public let reasons: [CodedText]
  public let requester: String?
  public let notes: [String]

  public var summary: String {
    Summary.line(medication.text, [status.rawValue, authored?.description], tail: dosage)
  }
}
