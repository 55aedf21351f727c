/// What a template may do with a field.
enum FieldKind: String, Sendable {
  case text, optionalText, number, flag, html, optionalHTML, strings, list, object

  /// May stand in `{{x}}`.
  var isInsertable: Bool {
    switch self {
    case .text, .optionalText, .number: true
    case .flag, .html, .optionalHTML, .strings, .list, .object: false
    }
  }

  /// May stand in `{{{x}}}`.
  var isMarkup: Bool {
    switch self {
    case .html, .optionalHTML: true
    case .text, .optionalText, .number, .flag, .strings, .list, .object: false
    }
  }

  /// May stand in `{{#x}}` and `{{^x}}`: it can be falsy.
  var isSection: Bool {
    switch self {
    case .text, .html: false
    case .optionalText, .number, .flag, .optionalHTML, .strings, .list, .object: true
    }
  }

  /// The kind of `outer.x`, where outer may be nil.
  var behindObject: FieldKind {
    switch self {
    case .text: .optionalText
    case .html: .optionalHTML
    case .optionalText, .number, .flag, .optionalHTML, .strings, .list, .object: self
    }
  }
}

/// A field of a model, as counted by the contract.
struct FieldUse: Hashable, Sendable {
  let model: ObjectIdentifier
  let name: String
}
