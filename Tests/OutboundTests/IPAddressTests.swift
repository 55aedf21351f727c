import Glibc
import Testing

@testable import Outbound

@Suite("Where an address leads")
struct IPAddressTests {
  static func parse(_ text: String) -> IPAddress? {
    var v4 = in_addr()
    if inet_pton(AF_INET, text, &v4) == 1 { return IPAddress(bytes: withUnsafeBytes(of: &v4) { Array($0) }) }
    var v6 = in6_addr()
    if inet_pton(AF_INET6, text, &v6) == 1 { return IPAddress(bytes: withUnsafeBytes(of: &v6) { Array($0) }) }
    return nil
  }

  /// First and last address of every special range, and the neighbours on both sides.
  @Test(
    "the edges of every special range are restricted and their neighbours are not",
    arguments: [
      ("0.0.0.0", "0.255.255.255", nil, "1.0.0.0"),
      ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
      ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
      ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
      ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
      ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
      ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
      ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
      ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
      ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
      ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
      ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
      ("224.0.0.0", "255.255.255.255", "223.255.255.255", nil),
      ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"),
      ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"),
      ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::", "2003::"),
      ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"),
    ] as [(String, String, String?, String?)])
  func edges(first: String, last: String, before: String?, after: String?) throws {
    #expect(try #require(Self.parse(first)).reach == .restricted)
    #expect(try #require(Self.parse(last)).reach == .restricted)
    for neighbour in [before, after].compactMap({ $0 }) {
      #expect(try #require(Self.parse(neighbour)).reach == .global, "\(neighbour)")
    }
  }

  @Test(
    "IPv6 outside 2000::/3 is restricted, whatever it carries",
    arguments: [
      "::", "::2", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::8.8.8.8",
      "64:ff9b:1::1", "100::1", "1fff:ffff::", "4000::", "5f00::1", "fbff::", "fc00::", "fd00:ec2::254",
      "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::1", "febf::1", "fec0::1", "ff00::", "ff02::1",
    ])
  func restrictedV6(text: String) throws {
    #expect(try #require(Self.parse(text)).reach == .restricted)
  }

  @Test("addresses that stand for this machine are loopback", arguments: ["127.0.0.0", "127.255.255.255", "::1"])
  func loopback(text: String) throws {
    #expect(try #require(Self.parse(text)).reach == .loopback)
  }

  @Test("both neighbours of 127/8 are global", arguments: ["126.255.255.255", "128.0.0.0"])
  func besidesLoopback(text: String) throws {
    #expect(try #require(Self.parse(text)).reach == .global)
  }

  @Test(
    "ordinary public addresses are global",
    arguments: ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450::1", "2000::"])
  func global(text: String) throws {
    #expect(try #require(Self.parse(text)).reach == .global)
  }

  /// An independent reading of the registry: plain arithmetic on the first 16 bits.
  @Test("all 65 536 prefixes of 16 bits that lie wholly in one range agree with plain arithmetic")
  func allPrefixes() throws {
    for prefix in 0..<65_536 {
      let (a, b) = (prefix >> 8, prefix & 255)
      if [(192, 0), (192, 88), (198, 51), (203, 0)].contains(where: { $0 == (a, b) }) { continue }
      let isRestricted =
        a == 0 || a == 10 || a >= 224 || (a == 100 && b / 64 == 1) || (a == 169 && b == 254)
        || (a == 172 && b / 16 == 1) || (a == 192 && b == 168) || (a == 198 && b / 2 == 9)
      let wanted: IPAddress.Reach = a == 127 ? .loopback : isRestricted ? .restricted : .global
      let address = try #require(IPAddress(bytes: [UInt8(a), UInt8(b), 7, 9]))
      if address.reach != wanted { Issue.record("\(a).\(b).7.9 is \(address.reach), not \(wanted)") }
    }
  }

  @Test("only 4 and 16 bytes are an address", arguments: [0, 1, 3, 5, 15, 17])
  func length(count: Int) {
    #expect(IPAddress(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test("each rule allows exactly its reaches")
  func rules() throws {
    let global = try #require(Self.parse("8.8.8.8"))
    let loopback = try #require(Self.parse("::1"))
    let restricted = try #require(Self.parse("169.254.169.254"))
    let table: [(EgressRule, [Bool])] = [
      (.anywhere, [true, true, true]), (.globalOnly, [true, false, false]), (.globalOrLoopback, [true, true, false]),
      (.loopbackOnly, [false, true, false]),
    ]
    for (rule, wanted) in table { #expect([global, loopback, restricted].map(rule.allows) == wanted, "\(rule)") }
  }
}
