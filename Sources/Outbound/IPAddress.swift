/// An IPv4 or IPv6 address by its bytes in network order.
public struct IPAddress: Hashable, Sendable {
  /// Where packets to an address end up.
  public enum Reach: Hashable, Sendable {
    /// Globally routed unicast.
    case global
    /// This machine: `127.0.0.0/8` or `::1`.
    case loopback
    /// Everything else: private, link-local, shared, documentation, multicast, translated and reserved ranges.
    case restricted
  }

  /// 4 or 16 bytes.
  public let bytes: [UInt8]

  /// Nil for any other length than 4 or 16.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// By the IANA special-purpose address registries (RFC 6890 and its successors). Addresses that carry an IPv4 address
  /// inside (mapped, NAT64, 6to4, Teredo) are restricted whatever they carry: nothing public needs them.
  public var reach: Reach { bytes.count == 4 ? reachOfV4 : reachOfV6 }

  private var reachOfV4: Reach {
    if bytes[0] == 127 { return .loopback }
    return IPAddress.restrictedV4.contains { $0.covers(bytes) } ? .restricted : .global
  }

  private var reachOfV6: Reach {
    if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
    // Only 2000::/3 is global unicast today; all else (unique-local, link-local, multicast, mapped) is outside of it.
    guard bytes[0] & 0xe0 == 0x20 else { return .restricted }
    return IPAddress.restrictedV6.contains { $0.covers(bytes) } ? .restricted : .global
  }

  /// A range written as its first bytes and the number of leading bits that count.
  private struct Block {
    let prefix: [UInt8]
    let bits: Int

    init(_ prefix: UInt8..., bits: Int) {
      self.prefix = prefix
      self.bits = bits
    }

    func covers(_ address: [UInt8]) -> Bool {
      for index in 0..<(bits + 7) / 8 {
        let mask = ~(UInt8(0xff) >> UInt8(min(8, bits - index * 8)))
        if address[index] & mask != prefix[index] & mask { return false }
      }
      return true
    }
  }

  private static let restrictedV4: [Block] = [
    Block(0, bits: 8),  // this network
    Block(10, bits: 8),  // private
    Block(100, 64, bits: 10),  // carrier-grade NAT
    Block(169, 254, bits: 16),  // link-local, cloud metadata
    Block(172, 16, bits: 12),  // private
    Block(192, 0, 0, bits: 24),  // IETF protocol assignments
    Block(192, 0, 2, bits: 24),  // documentation
    Block(192, 88, 99, bits: 24),  // 6to4 relays
    Block(192, 168, bits: 16),  // private
    Block(198, 18, bits: 15),  // benchmarks
    Block(198, 51, 100, bits: 24),  // documentation
    Block(203, 0, 113, bits: 24),  // documentation
    Block(224, bits: 4),  // multicast
    Block(240, bits: 4),  // reserved and broadcast
  ]

  private static let restrictedV6: [Block] = [
    Block(0x20, 0x01, 0x00, bits: 23),  // IETF protocol assignments: Teredo, benchmarks, ORCHID
    Block(0x20, 0x01, 0x0d, 0xb8, bits: 32),  // documentation
    Block(0x20, 0x02, bits: 16),  // 6to4
    Block(0x3f, 0xff, 0x00, bits: 20),  // documentation
  ]
}
