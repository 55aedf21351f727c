public import Core

/// A record about to be written.
public struct NewClinicalRecord: Sendable {
  public let kind: ClinicalKind
  public let patient: PatientID
  /// FHIR status code: `clinicalStatus` of an allergy or a condition, `status` of the others; not of observations.
  public let status: String
  /// `criticality` of an allergy; the LOINC code of an observation.
  public let mark: String
  /// What lists are sorted by; the start of a period.
  public let from: Instant?
  public let to: Instant?
  public let content: ClinicalContent
  /// A blind index of its id at the source.
  public let sourceIndex: [UInt8]
  public let importID: EntityID

  public init(
    kind: ClinicalKind, patient: PatientID, status: String, mark: String, from: Instant?, to: Instant?,
    content: ClinicalContent, sourceIndex: [UInt8], importID: EntityID
  ) {
    self.kind = kind
    self.patient = patient
    self.status = status
    // Columns of codes are ASCII and narrow; the content holds every code whole.
    self.mark = mark.utf8.count <= 40 && mark.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? mark : ""
    self.from = from
    self.to = to
    self.content = content
    self.sourceIndex = sourceIndex
    self.importID = importID
  }

  /// UTF-8 bytes that `content.json` may take: `VARBINARY(8000)` less the seal's 34.
  public static let contentLimit = 7966
}
