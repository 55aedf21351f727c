/// A FHIR R4 `Observation` of the category vital signs.
public struct ImportedObservation: ImportedClinicalRecord {
  public enum Status: String, CaseIterable, Hashable, Sendable {
    case registered, preliminary, final, amended, corrected, cancelled, unknown
    case enteredInError = "entered-in-error"
  }
  /// FHIR `value[x]`.
  public enum Value: Hashable, Sendable, CustomStringConvertible {
    case quantity(ImportedQuantity)
    case concept(CodedText)
    /// A string, integer, boolean, range, ratio, time or period, as text.
    case text(String)
    /// Nothing was measured; the reason.
    case absent(String)

    public var description: String {
      switch self {
      case .quantity(let quantity): quantity.description
      case .concept(let concept): concept.text
      case .text(let text): text
      case .absent(let reason): "not measured (" + reason + ")"
      }
    }
  }
  /// One of several measurements taken together, such as the two of a blood pressure.
  public struct Component: Hashable, Sendable {
    public let code: CodedText
    public let value: Value
  }

  public let source: SourceID
  public let patient: SourceID
  public let encounter: SourceID?
  public let code: CodedText
  public let status: Status
  public let effective: ImportedTiming?
  /// Nil when only the components have values.
  public let value: Value?
  public let components: [Component]
  public let interpretations: [CodedText]
  public let notes: [String]

  public var summary: String {
    let parts = [value?.description].compactMap(\.self) + components.map { $0.code.text + " " + $0.value.description }
    return Summary.line(code.text, [effective?.description], tail: parts.joined(separator: ", "))
  }
}
