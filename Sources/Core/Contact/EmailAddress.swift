/// Why something typed is no e-mail address.
public enum EmailAddressError: Error, Equatable, Sendable {
  case empty
  case controlCharacters
  /// More than 254 bytes, or 64 before the @ (RFC 5321, section 4.5.3.1).
  case tooLong
  case noAt
  /// More than one @.
  case severalAts
  /// Nothing before the @, or a character or dot that may not stand there.
  case invalidLocalPart
  /// Letters beyond ASCII: the domain is to be given in its `xn--` form.
  case nonASCIIDomain
  /// A domain without a dot, or with nothing after its last one: "pat@example".
  case missingDomainEnding
  case invalidDomain
}

/// An address mail can be sent to. Quoted local parts, comments and IP addresses as domains are not accepted.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  /// As typed, without spaces around: the local part's case may matter to its host.
  public let text: String
  /// For comparing and look-up: lower case, NFC.
  public let normalized: String
  /// Whether it can be sent without SMTPUTF8 (RFC 6531).
  public var isASCII: Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  public init(_ typed: some StringProtocol) throws(EmailAddressError) {
    let text = Self.trimmed(String(typed))
    guard !text.isEmpty else { throw .empty }
    guard !text.unicodeScalars.contains(where: Self.isHarmful) else { throw .controlCharacters }
    let normalized = NormalForm.composed(NormalForm.composed(text).lowercased())
    guard text.utf8.count <= 254, normalized.utf8.count <= 254 else { throw .tooLong }
    let parts = Array(text.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw .noAt }
    guard parts.count == 2 else { throw .severalAts }
    try Self.checkLocal(parts[0])
    try Self.checkDomain(parts[1])
    self.text = text
    self.normalized = normalized
  }

  /// What an address is compared by, were it imported as it was and is none.
  public static func comparable(_ typed: String) -> String {
    do throws(EmailAddressError) { return try EmailAddress(typed).normalized } catch {
      return NormalForm.composed(typed.lowercased())
    }
  }

  /// Controls, line separators, and the invisible characters that make two addresses look alike.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
    default: false
    }
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first == " " || first == "\u{A0}" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\u{A0}" { scalars.removeLast() }
    return String(scalars)
  }

  /// RFC 5322 dot-atom, and letters beyond ASCII as RFC 6531 allows.
  private static func checkLocal(_ local: ArraySlice<UInt8>) throws(EmailAddressError) {
    guard local.count <= 64 else { throw .tooLong }
    let atoms = local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let specials = Array("!#$%&'*+-/=?^_`{|}~".utf8)
    let isValid = atoms.allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy { isAlphanumeric($0) || $0 >= 0x80 || specials.contains($0) }
    }
    let hasSpace = String(decoding: local, as: UTF8.self).unicodeScalars.contains { $0.properties.isWhitespace }
    guard isValid, !hasSpace else { throw .invalidLocalPart }
  }

  /// Labels of RFC 1123: letters, digits and inner hyphens; the last one is no number.
  private static func checkDomain(_ domain: ArraySlice<UInt8>) throws(EmailAddressError) {
    guard domain.allSatisfy({ $0 < 0x80 }) else { throw .nonASCIIDomain }
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count > 1, labels.last?.isEmpty == false else { throw .missingDomainEnding }
    let hyphen = UInt8(ascii: "-")
    let isValid = labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
        && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
    }
    guard isValid, Decimal.parse(labels[labels.count - 1]) == nil, labels[labels.count - 1].count > 1
    else { throw .invalidDomain }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  public var description: String { text }
  /// By the normal form, not by what was typed.
  public static func == (a: EmailAddress, b: EmailAddress) -> Bool { a.normalized == b.normalized }
  public func hash(into hasher: inout Hasher) { hasher.combine(normalized) }
}
