import Testing

@testable import Identity

@Suite struct AddressBlockTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.254", true), ("192.0.2.1", "192.0.3.1", false),
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
    ("::ffff:192.0.2.1", "192.0.2.77", true), ("", "192.0.2.1", false), ("unix:", "unix:", true),
  ])
  func aNetworkIsASlash24OrASlash64(_ a: String, _ b: String, _ isSame: Bool) {
    #expect((AddressBlock.of(a) == AddressBlock.of(b)) == isSame)
  }
}
