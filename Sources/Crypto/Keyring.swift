public import Core

/// The keys of one practice, opened for one worker: seals and opens fields, makes blind indexes and audit macs.
///
/// Sealed form: `0x50`, algorithm 1 (AES-256-GCM), key id (4 bytes, big endian), nonce (12), ciphertext, tag (16).
/// Associated data: practice, row, table, column. A value moved to another row, column or practice does not open.
public final class Keyring {
  static let magic: UInt8 = 0x50
  static let algorithm: UInt8 = 1
  static let headerBytes = 6

  public let practice: EntityID
  private let current: UInt32
  private let ciphers: [UInt32: GCM]
  private let indexKey: [UInt8]
  private let auditKey: [UInt8]

  /// - Parameter keys: 32 bytes each, by id; the highest id seals, all open. The lowest makes indexes and macs, which
  ///   must not change when keys rotate.
  public init?(practice: EntityID, keys: [UInt32: [UInt8]]) {
    guard let newest = keys.keys.max(), let oldest = keys.keys.min(), let root = keys[oldest],
      keys.values.allSatisfy({ $0.count == 32 })
    else { return nil }
    self.practice = practice
    current = newest
    ciphers = keys.mapValues { GCM(key: Digest.subkey(of: $0, "seal")) }
    indexKey = Digest.subkey(of: root, "index")
    auditKey = Digest.subkey(of: root, "audit")
  }

  public func seal(_ plain: [UInt8], _ column: SealedColumn, row: EntityID) -> [UInt8] {
    guard let cipher = ciphers[current] else { preconditionFailure("the current key is always in the ring") }
    var sealed: [UInt8] = [Self.magic, Self.algorithm]
    withUnsafeBytes(of: current.bigEndian) { sealed.append(contentsOf: $0) }
    return sealed + cipher.seal(plain, associated: associated(column, row))
  }

  /// Nil when the value was not sealed here for this row and column, or its key is gone.
  public func open(_ sealed: [UInt8], _ column: SealedColumn, row: EntityID) -> [UInt8]? {
    guard sealed.count > Self.headerBytes, sealed[0] == Self.magic, sealed[1] == Self.algorithm else { return nil }
    let id = sealed[2..<6].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return ciphers[id]?.open(sealed[Self.headerBytes...], associated: associated(column, row))
  }

  private func associated(_ column: SealedColumn, _ row: EntityID) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(96)
    for half in [practice.high, practice.low, row.high, row.low] {
      withUnsafeBytes(of: half.bigEndian) { bytes.append(contentsOf: $0) }
    }
    for name in [column.table, column.column] {
      bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
      bytes.append(0)
    }
    return bytes
  }

  /// A keyed hash to look a value up by without opening every row.
  /// - Parameters:
  ///   - normalized: the value in the one form it is compared in.
  ///   - bytes: 16 for values that are hard to guess; 4 for phone numbers, so that the index does not tell them apart
  ///     for sure. The caller compares the opened value.
  public func blindIndex(_ normalized: String, of kind: StaticString, bytes: Int = 16) -> [UInt8] {
    Array(Digest.hmac(key: indexKey, Array("\(kind)".utf8) + [0] + Array(normalized.utf8)).prefix(bytes))
  }

  public func auditMAC(_ canonical: [UInt8]) -> [UInt8] { Digest.hmac(key: auditKey, canonical) }
}
