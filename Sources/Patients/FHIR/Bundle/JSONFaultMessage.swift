public import Web

extension JSONError.Fault: ImportMessage {
  public var messageKey: String {
    switch self {
    case .empty: "fhir.json.empty"
    case .tooLarge: "fhir.json.too-large"
    case .tooDeep: "fhir.json.too-deep"
    case .tooManyValues: "fhir.json.too-many-values"
    case .unexpectedEnd: "fhir.json.unexpected-end"
    case .valueExpected: "fhir.json.value-expected"
    case .keyExpected: "fhir.json.key-expected"
    case .colonExpected: "fhir.json.colon-expected"
    case .commaOrBracketExpected: "fhir.json.comma-or-bracket-expected"
    case .commaOrBraceExpected: "fhir.json.comma-or-brace-expected"
    case .textAfterEnd: "fhir.json.text-after-end"
    case .malformedNumber: "fhir.json.malformed-number"
    case .controlCharacter: "fhir.json.control-character"
    case .malformedEscape: "fhir.json.malformed-escape"
    case .loneSurrogate: "fhir.json.lone-surrogate"
    case .invalidUTF8: "fhir.json.invalid-utf8"
    case .duplicateKey: "fhir.json.duplicate-key"
    }
  }

  public var arguments: [String: String] {
    switch self {
    case .tooLarge(let limit), .tooDeep(let limit), .tooManyValues(let limit): ["limit": String(limit)]
    case .duplicateKey(let key): ["key": key.clipped]
    case .empty, .unexpectedEnd, .valueExpected, .keyExpected, .colonExpected, .commaOrBracketExpected,
      .commaOrBraceExpected, .textAfterEnd, .malformedNumber, .controlCharacter, .malformedEscape, .loneSurrogate,
      .invalidUTF8:
      [:]
    }
  }

  public var sentence: String {
    switch self {
    case .empty: "The file is empty."
    case .tooLarge(let limit): "The file is larger than \(limit) bytes."
    case .tooDeep(let limit): "More than \(limit) levels are nested here."
    case .tooManyValues(let limit): "The file holds more than \(limit) values."
    case .unexpectedEnd: "The file ends in the middle of a value; it may have been cut off."
    case .valueExpected: "A value is expected here."
    case .keyExpected: "A name in double quotes is expected here."
    case .colonExpected: "A colon is expected here."
    case .commaOrBracketExpected: "A comma or a closing bracket is expected here."
    case .commaOrBraceExpected: "A comma or a closing brace is expected here."
    case .textAfterEnd: "Only one JSON value is expected, but more text follows it."
    case .malformedNumber: "This is not a JSON number."
    case .controlCharacter: "A control character stands in a text; it must be written as an escape."
    case .malformedEscape: "This escape does not exist in JSON."
    case .loneSurrogate: "Half of a surrogate pair stands alone."
    case .invalidUTF8: "The bytes here are not UTF-8."
    case .duplicateKey(let key): "The name “\(key.clipped)” stands twice in one object."
    }
  }
}
