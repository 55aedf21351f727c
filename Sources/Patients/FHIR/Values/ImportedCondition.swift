/// A FHIR R4 `Condition`.
public struct ImportedCondition: ImportedClinicalRecord {
  public enum ClinicalStatus: String, CaseIterable, Hashable, Sendable {
    case active, recurrence, relapse, inactive, remission, resolved
  }
  public enum VerificationStatus: String, CaseIterable, Hashable, Sendable {
    case unconfirmed, provisional, differential, confirmed, refuted
    case enteredInError = "entered-in-error"
  }
  public let source: SourceID
  public let patient: SourceID
  public let encounter: SourceID?
  public let code: CodedText
  public let clinicalStatus: ClinicalStatus?
  public let verificationStatus: VerificationStatus?
  /// Such as `problem-list-item` or `encounter-diagnosis`.
  public let categories: [CodedText]
  public let severity: CodedText?
  public let onset: ImportedTiming?
  public let abatement: ImportedTiming?
  public let recorded: FHIRTime?
  public let notes: [String]

  public var summary: String {
    Summary.line(
      code.text,
      [
        clinicalStatus?.rawValue, verificationStatus == .refuted ? "refuted" : nil,
        onset.map { "since " + $0.description }, abatement.map { "until " + $0.description },
      ])
  }
}
