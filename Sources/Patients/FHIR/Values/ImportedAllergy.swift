/// A FHIR R4 `AllergyIntolerance`.
public struct ImportedAllergy: ImportedClinicalRecord {
  public enum ClinicalStatus: String, CaseIterable, Hashable, Sendable { case active, inactive, resolved }
  /// `presumed` is R4B's and R5's; `entered-in-error` never gets here.
  public enum VerificationStatus: String, CaseIterable, Hashable, Sendable {
    case unconfirmed, presumed, confirmed, refuted
    case enteredInError = "entered-in-error"
  }
  public enum Kind: String, CaseIterable, Hashable, Sendable { case allergy, intolerance }
  public enum Category: String, CaseIterable, Hashable, Sendable { case food, medication, environment, biologic }
  public enum Criticality: String, CaseIterable, Hashable, Sendable {
    case low, high
    case unableToAssess = "unable-to-assess"
  }
  public struct Reaction: Hashable, Sendable {
    public enum Severity: String, CaseIterable, Hashable, Sendable { case mild, moderate, severe }
    public let manifestations: [CodedText]
    public let severity: Severity?
    public let substance: CodedText?
    public let description: String?
    public let onset: FHIRTime?
  }

  public let source: SourceID
  public let patient: SourceID
  public let encounter: SourceID?
  public let code: CodedText
  public let clinicalStatus: ClinicalStatus?
  public let verificationStatus: VerificationStatus?
  public let kind: Kind?
  public let categories: [Category]
  public let criticality: Criticality?
  public let onset: ImportedTiming?
  public let recorded: FHIRTime?
  public let lastOccurrence: FHIRTime?
  public let reactions: [Reaction]
  public let notes: [String]

  public var summary: String {
    let signs = reactions.flatMap { $0.manifestations.map(\.text) }.joined(separator: ", ")
    return Summary.line(
      code.text,
      [
        kind?.rawValue, clinicalStatus?.rawValue, verificationStatus == .refuted ? "refuted" : nil,
        criticality == .high ? "high criticality" : nil,
      ], tail: signs)
  }
}
