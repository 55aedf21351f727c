import Core

/// How a name is laid out before it is sealed: given, U+001F, family.
enum SealedName {
  static func encode(_ name: PersonName) -> String { name.given + "\u{1f}" + name.family }
  static func decode(_ text: String) -> PersonName {
    let parts = text.split(separator: "\u{1f}", maxSplits: 1, omittingEmptySubsequences: false)
    return PersonName(given: String(parts[0]), family: parts.count > 1 ? String(parts[1]) : "")
  }
}

/// A name in the form two spellings of it are compared in: lower case, without accents and points.
struct NameKey: Hashable, Sendable {
  private let given: [UInt8]
  private let family: [UInt8]

  init(_ name: PersonName) {
    given = NameKey.folded(name.given)
    family = NameKey.folded(name.family)
  }

  private static func folded(_ text: String) -> [UInt8] {
    Array(NameFold.sortKey(text).split(separator: 0x20).joined(separator: [0x20]))
  }
}
