import Web

/// A value of FHIR's JSON (R4, section 2.6.2), on its way out. FHIR knows no empty text, list or object: what would be
/// one is left out of whatever holds it.
public indirect enum FHIRValue: Sendable, ExpressibleByStringLiteral {
  case string(String)
  /// As FHIR writes numbers; the caller has checked it.
  case number(String)
  case flag(Bool)
  case list([FHIRValue?])
  case object([(name: String, value: FHIRValue?)])

  public init(stringLiteral value: String) { self = .string(value) }

  public static func of(_ members: KeyValuePairs<String, FHIRValue?>) -> FHIRValue {
    .object(members.map { (name: $0.key, value: $0.value) })
  }
  /// A list of one, as most lists of FHIR are.
  public static func one(_ value: FHIRValue?) -> FHIRValue { .list([value]) }
  public static func text(_ text: String?) -> FHIRValue? { text.map { .string($0) } }
  public static func number(_ value: Int) -> FHIRValue { .number("\(value)") }

  /// Nil when there is nothing to say.
  var json: String? {
    switch self {
    case .string(let text):
      let clean = FHIRValue.clean(text)
      return clean.isEmpty ? nil : JSONString(clean).encoded
    case .number(let number): return number
    case .flag(let flag): return flag ? "true" : "false"
    case .list(let items):
      let parts = items.compactMap { $0?.json }
      return parts.isEmpty ? nil : "[" + parts.joined(separator: ",") + "]"
    case .object(let members):
      let parts = members.compactMap { name, value in value?.json.map { JSONString(name).encoded + ":" + $0 } }
      return parts.isEmpty ? nil : "{" + parts.joined(separator: ",") + "}"
    }
  }

  /// FHIR's `string` holds no controls but tab and line ends, and is not blank (section 2.24.0.1).
  private static func clean(_ text: String) -> String {
    let kept = text.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    let isBlank = kept.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    return isBlank ? "" : String(String.UnicodeScalarView(kept))
  }
}
