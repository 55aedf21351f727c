/// What is read of a clinical record: the same shape for every kind, sealed as one JSON text. Empty means not known.
public struct ClinicalContent: Sendable, Equatable {
  /// The substance, problem, medicine, kind of encounter, vaccine or measurement.
  public var title = ""
  /// Its first code, for display.
  public var code = ""
  /// FHIR `verificationStatus`.
  public var verification = ""
  /// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or words such as "age 12 years".
  public var since = ""
  public var until = ""
  /// A measurement or a dosage.
  public var value = ""
  /// A practitioner.
  public var person = ""
  /// Reactions, reasons, or the parts of a measurement.
  public var lines: [String] = []
  public var notes: [String] = []

  public init() {}
}
