/// A mailbox: an address and the name shown before it.
public struct MailAddress: Sendable, Hashable {
  /// `local@domain`, ASCII. A domain in other scripts stands in its `xn--` form.
  public let address: String
  /// Any text; encoded when written. Empty for none.
  public let name: String

  /// Nil unless the address is a dot-atom (RFC 5321, 4.1.2), at most 64 bytes, `@`, and a domain of letters, digits and
  /// inner hyphens, at most 254 bytes together. Quoted local parts, address literals, CR, LF, NUL and blanks are
  /// refused by that.
  public init?(_ address: String, name: String = "") {
    let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, address.utf8.count <= 254, parts[0].count <= 64,
      DotAtom.isValid(parts[0]), MailAddress.isDomain(parts[1])
    else { return nil }
    self.address = address
    self.name = name
  }

  private static func isDomain(_ text: Substring.UTF8View) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        && label.allSatisfy { DotAtom.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }
}

/// `dot-atom-text` of RFC 5322, 3.2.3.
enum DotAtom {
  private static let symbols = Array("!#$%&'*+-/=?^_`{|}~".utf8)

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  static func isValid(_ text: some Collection<UInt8>) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy { isAlphanumeric($0) || symbols.contains($0) }
    }
  }
}
