/// The languages every page, message and mail exists in.
public enum Language: String, CaseIterable, Sendable, Hashable {
  case en, de, he

  /// The `dir` attribute of a page in this language.
  public var direction: String {
    switch self {
    case .en, .de: "ltr"
    case .he: "rtl"
    }
  }
  /// The language's own name.
  public var name: String {
    switch self {
    case .en: "English"
    case .de: "Deutsch"
    case .he: "עברית"
    }
  }
}
