public import Web

/// Why a resource is refused: something in it is broken, at the path the row names.
public enum RefusalReason: Hashable, Sendable {
  case missing
  case wrongKind(expected: JSONKind, found: JSONKind)
  case severalValues(Int)
  case controlCharacter
  /// Bytes for a text, characters for a number.
  case tooLong(limit: Int)
  case malformedDate(String)
  case impossibleDate(String)
  case missingOffset(String)
  case badOffset(String)
  case endsBeforeStart
  case unknownCode(String, allowed: [String])
  case noTextOrCode
  case noValue
  case noIdentity
  case unresolvedReference(String)
  case ambiguousReference(String)
  case conditionalReference(String)
  case wrongReference(expected: String, found: String)
}

extension RefusalReason: ImportMessage {
  public var messageKey: String {
    switch self {
    case .missing: "fhir.refused.missing"
    case .wrongKind: "fhir.refused.wrong-kind"
    case .severalValues: "fhir.refused.several-values"
    case .controlCharacter: "fhir.refused.control-character"
    case .tooLong: "fhir.refused.too-long"
    case .malformedDate: "fhir.refused.malformed-date"
    case .impossibleDate: "fhir.refused.impossible-date"
    case .missingOffset: "fhir.refused.missing-offset"
    case .badOffset: "fhir.refused.bad-offset"
    case .endsBeforeStart: "fhir.refused.ends-before-start"
    case .unknownCode: "fhir.refused.unknown-code"
    case .noTextOrCode: "fhir.refused.no-text-or-code"
    case .noValue: "fhir.refused.no-value"
    case .noIdentity: "fhir.refused.no-identity"
    case .unresolvedReference: "fhir.refused.unresolved-reference"
    case .ambiguousReference: "fhir.refused.ambiguous-reference"
    case .conditionalReference: "fhir.refused.conditional-reference"
    case .wrongReference: "fhir.refused.wrong-reference"
    }
  }

  public var arguments: [String: String] {
    switch self {
    case .missing, .controlCharacter, .endsBeforeStart, .noTextOrCode, .noValue, .noIdentity: [:]
    case .wrongKind(let expected, let found): ["expected": expected.rawValue, "found": found.rawValue]
    case .severalValues(let count): ["count": String(count)]
    case .tooLong(let limit): ["limit": String(limit)]
    case .malformedDate(let text), .impossibleDate(let text), .missingOffset(let text), .badOffset(let text):
      ["text": text.clipped]
    case .unknownCode(let code, let allowed): ["code": code.clipped, "allowed": allowed.joined(separator: ", ")]
    case .unresolvedReference(let text), .ambiguousReference(let text), .conditionalReference(let text):
      ["reference": text.clipped]
    case .wrongReference(let expected, let found): ["expected": expected, "found": found.clipped]
    }
  }

  public var sentence: String {
    switch self {
    case .missing: "This is required but missing."
    case .wrongKind(let expected, let found): "Expected \(expected.phrase), found \(found.phrase)."
    case .severalValues(let count): "Expected one value, found \(count)."
    case .controlCharacter: "The text holds a control character."
    case .tooLong(let limit): "This is longer than \(limit) characters."
    case .malformedDate(let text): "“\(text.clipped)” is not a FHIR date."
    case .impossibleDate(let text): "“\(text.clipped)” does not exist on a calendar or clock."
    case .missingOffset(let text): "“\(text.clipped)” has a time of day but no offset from UTC."
    case .badOffset(let text): "“\(text.clipped)” ends in something that is no offset from UTC."
    case .endsBeforeStart: "It ends before it starts."
    case .unknownCode(let code, let allowed):
      "“\(code.clipped)” is not a code of FHIR R4 here; allowed are \(allowed.joined(separator: ", "))."
    case .noTextOrCode: "This has neither a text nor a code."
    case .noValue: "The observation has no value and does not say why."
    case .noIdentity: "It has neither a fullUrl nor an id, so a second import could not recognise it."
    case .unresolvedReference(let text): "“\(text.clipped)” points to nothing in this file."
    case .ambiguousReference(let text): "“\(text.clipped)” points to more than one resource of this file."
    case .conditionalReference(let text): "“\(text.clipped)” is a search; conditional references are not supported."
    case .wrongReference(let expected, let found): "This must point to \(expected) but points to \(found.clipped)."
    }
  }
}
