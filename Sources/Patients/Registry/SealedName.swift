import Core

/// How a name is laid out before it is sealed: given, U+001F, family.
enum SealedName {
  static func encode(_ name: PersonName) -> String { name.given + "\u{1f}" + name.family }
  static func decode(_ text: String) -> PersonName {
    let parts = text.split(separator: "\u{1f}", maxSplits: 1, omittingEmptySubsequences: false)
    return PersonName(given: String(parts[0]), family: parts.count > 1 ? String(parts[1]) : "")
  }
}

/// A name in the form two spellings of it are compared in: lower case, as bytes.
struct NameKey: Hashable {
  private let bytes: [UInt8]
  init(_ name: PersonName) { bytes = Array((name.given + "\u{1f}" + name.family).lowercased().utf8) }
}
