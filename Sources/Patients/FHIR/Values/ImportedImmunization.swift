/// A FHIR R4 `Immunization`.
public struct ImportedImmunization: ImportedClinicalRecord {
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case completed
    case notDone = "not-done"
    case enteredInError = "entered-in-error"
  }
  public let source: SourceID
  public let patient: SourceID
  public let encounter: SourceID?
  public let vaccine: CodedText
  /// `notDone`: it was *not* given; `statusReason` may say why.
  public let status: Status
  public let statusReason: CodedText?
  public let occurrence: ImportedTiming
  public let lotNumber: String?
  public let site: CodedText?
  public let route: CodedText?
  public let dose: ImportedQuantity?
  public let notes: [String]

  public var summary: String {
    Summary.line(
      vaccine.text, [status == .notDone ? "not given" : nil, occurrence.description], tail: statusReason?.text)
  }
}
