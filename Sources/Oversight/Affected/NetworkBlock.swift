import Core

/// An address, or a block of them: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/64`. Compared as numbers, because one
/// address can be written in many ways.
struct NetworkBlock: Sendable, Equatable {
  /// 4 or 16 bytes.
  let first: [UInt8]
  let last: [UInt8]
  /// As it is stored and shown.
  let text: String

  /// Nil for what is neither.
  init?(_ typed: String) {
    let parts = typed.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = Self.version4(parts[0]) ?? Self.version6(parts[0]) else { return nil }
    var bits = address.count * 8
    if parts.count == 2 {
      guard let typed = Decimal.parse(parts[1]), typed <= bits else { return nil }
      bits = typed
    }
    first = address.enumerated().map { $1 & Self.mask($0, bits) }
    last = address.enumerated().map { $1 | ~Self.mask($0, bits) }
    text = typed
  }

  /// The bits of one byte that belong to the network.
  private static func mask(_ index: Int, _ bits: Int) -> UInt8 {
    let own = min(8, max(0, bits - index * 8))
    return own == 0 ? 0 : 0xff << UInt8(8 - own)
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard part.utf8.count <= 3, let number = Decimal.parse(part), number <= 255 else { return nil }
      bytes.append(UInt8(number))
    }
    return bytes
  }

  /// RFC 4291, section 2.2, without the form that ends in an IPv4 address.
  private static func version6(_ text: Substring) -> [UInt8]? {
    let bytes = Array(text.utf8)
    let gap = bytes.indices.dropLast().first { bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":") }
    guard let gap else {
      let groups = groups(bytes[...])
      return groups?.count == 8 ? groups?.flatMap(Self.pair) : nil
    }
    guard let before = groups(bytes[..<gap]), let after = groups(bytes[(gap + 2)...]), before.count + after.count < 8
    else { return nil }
    let zeros = [UInt16](repeating: 0, count: 8 - before.count - after.count)
    return (before + zeros + after).flatMap(Self.pair)
  }

  private static func groups(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
    guard !bytes.isEmpty else { return [] }
    var groups: [UInt16] = []
    for part in bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard (1...4).contains(part.count) else { return nil }
      let digits = String(repeating: "0", count: 4 - part.count) + String(decoding: part, as: UTF8.self)
      guard let value = Hex.decode(digits), value.count == 2 else { return nil }
      groups.append(UInt16(value[0]) << 8 | UInt16(value[1]))
    }
    return groups
  }
  private static func pair(_ group: UInt16) -> [UInt8] { [UInt8(group >> 8), UInt8(group & 0xff)] }
}
