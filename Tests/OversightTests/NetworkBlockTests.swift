import Testing

@testable import Oversight

@Suite struct NetworkBlockTests {
  @Test(
    arguments: [
      ("203.0.113.7", [203, 0, 113, 7], [203, 0, 113, 7]), ("203.0.113.7/24", [203, 0, 113, 0], [203, 0, 113, 255]),
      ("10.1.2.3/9", [10, 0, 0, 0], [10, 127, 255, 255]), ("0.0.0.0/0", [0, 0, 0, 0], [255, 255, 255, 255]),
      ("203.0.113.7/32", [203, 0, 113, 7], [203, 0, 113, 7]),
    ] as [(String, [UInt8], [UInt8])])
  func addressesOfTheOldKind(_ text: String, _ first: [UInt8], _ last: [UInt8]) throws {
    let block = try #require(NetworkBlock(text))
    #expect(block.first == first && block.last == last)
  }

  @Test(arguments: [
    ("::1", "00000000000000000000000000000001", "00000000000000000000000000000001"),
    ("2001:db8::/32", "20010db8000000000000000000000000", "20010db8ffffffffffffffffffffffff"),
    ("2001:DB8:0:1::5/64", "20010db8000000010000000000000000", "20010db800000001ffffffffffffffff"),
    ("1:2:3:4:5:6:7:8", "00010002000300040005000600070008", "00010002000300040005000600070008"),
    ("1::", "00010000000000000000000000000000", "00010000000000000000000000000000"),
    ("::/0", "00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff"),
    ("2001:db8::/61", "20010db8000000000000000000000000", "20010db800000007ffffffffffffffff"),
  ])
  func addressesOfTheNewKind(_ text: String, _ first: String, _ last: String) throws {
    func hex(_ bytes: [UInt8]) -> String {
      bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    let block = try #require(NetworkBlock(text))
    #expect(hex(block.first) == first && hex(block.last) == last)
  }

  @Test(arguments: [
    "", " ", "203.0.113", "203.0.113.256", "203.0.113.7/33", "203.0.113.7/", "203.0.113.7/24/1", "203.0.113.07x",
    "localhost", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::1/129", ":::", "g::",
    "::ffff:1.2.3.4",
    "1:2:3:4::5:6:7:8", "-1.2.3.4", "２03.0.113.7",
  ])
  func whatIsNoAddressIsRefused(_ text: String) { #expect(NetworkBlock(text) == nil, "\(text)") }
}
