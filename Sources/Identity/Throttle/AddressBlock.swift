import Glibc

/// The network an address belongs to: what one household, office or attacker's machine has. IPv4 counts by /24 and
/// IPv6 by /64 (docs/security.md).
enum AddressBlock {
  /// Text to count by. An address that cannot be read counts as itself.
  static func of(_ address: String) -> String {
    if let bytes = parse(address, AF_INET, size: 4) { return text(bytes.prefix(3)) }
    guard let bytes = parse(address, AF_INET6, size: 16) else { return address }
    // ::ffff:192.0.2.1 is an IPv4 peer on an IPv6 socket.
    let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    return isMapped ? text(bytes[12..<15]) : text(bytes.prefix(8))
  }

  /// The same block as people write it, for the list of sessions: `203.0.113.*`, `2001:db8:0:1::*`.
  static func shown(_ address: String) -> String {
    if let bytes = parse(address, AF_INET, size: 4) { return text(bytes.prefix(3)) + ".*" }
    guard let bytes = parse(address, AF_INET6, size: 16) else { return "" }
    let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
    return groups.joined(separator: ":") + "::*"
  }

  private static func parse(_ address: String, _ family: Int32, size: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: size)
    return unsafe inet_pton(family, address, &bytes) == 1 ? bytes : nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { bytes.map(String.init).joined(separator: ".") }
}
