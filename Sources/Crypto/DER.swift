/// The few encodings of ASN.1 (X.690, section 8) that a public key and a signature need.
enum DER {
  static let null: [UInt8] = [0x05, 0x00]

  static func sequence(_ content: [UInt8]) -> [UInt8] { element(0x30, content) }
  static func objectID(_ encoded: [UInt8]) -> [UInt8] { element(0x06, encoded) }
  /// Whole bytes.
  static func bitString(_ content: [UInt8]) -> [UInt8] { element(0x03, [0] + content) }

  /// A number that is not negative, big endian.
  static func integer(_ bytes: [UInt8]) -> [UInt8] {
    let short = Array(bytes.drop { $0 == 0 })
    let isNegativeAsItIs = (short.first ?? 0x80) & 0x80 != 0
    return element(0x02, isNegativeAsItIs ? [0] + short : short)
  }

  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    repeat {
      length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
      rest >>= 8
    } while rest > 0
    return [tag] + (content.count < 0x80 ? length : [0x80 | UInt8(length.count)] + length) + content
  }
}
