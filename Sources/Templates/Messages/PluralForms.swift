import Core

/// What CLDR tells apart by a whole number in our languages: English and German have one and other, Hebrew also two.
/// Source: CLDR 45, `supplemental/plurals.xml`, cardinal rules for en, de, he.
enum PluralForm: String, CaseIterable, Sendable {
  case one, two, other

  static func of(_ count: Int, in language: Language) -> PluralForm {
    switch (language, count) {
    case (.en, 1), (.de, 1), (.he, 1): .one
    case (.he, 2): .two
    case (.en, _), (.de, _), (.he, _): .other
    }
  }

  /// The forms a message must have in a language, no more and no fewer.
  static func all(in language: Language) -> [PluralForm] {
    switch language {
    case .en, .de: [.one, .other]
    case .he: [.one, .two, .other]
    }
  }
}

/// A text with its plural forms; without any, `other` is the text.
struct PluralForms<Text: Sendable>: Sendable {
  let one: Text?
  let two: Text?
  let other: Text

  func form(for count: Int, in language: Language) -> Text {
    switch PluralForm.of(count, in: language) {
    case .one: one ?? other
    case .two: two ?? other
    case .other: other
    }
  }

  func map<Result: Sendable>(_ change: (Text) -> Result) -> PluralForms<Result> {
    PluralForms<Result>(one: one.map(change), two: two.map(change), other: change(other))
  }
}
