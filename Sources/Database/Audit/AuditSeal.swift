internal import Core

/// The event that lets older ones go: it holds the number and the mac of the last event before the cut, so that the
/// chain that is left still begins somewhere that was proven.
struct AuditSeal: Equatable {
  /// The last event that may be missing.
  let cut: Int
  let mac: [UInt8]
  /// Of the seal itself.
  let seq: Int

  /// Nil for fields that are no seal's.
  init?(fields: String, seq: Int) {
    let parts = fields.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].hasPrefix("cut="), parts[1].hasPrefix("mac="),
      let cut = Decimal.parse(parts[0].dropFirst(4)), let mac = Hex.decode(parts[1].dropFirst(4)), mac.count == 32
    else { return nil }
    self.cut = cut
    self.mac = mac
    self.seq = seq
  }

  static func fields(cut: Int, mac: [UInt8]) -> [String] { ["cut=\(cut)", "mac=\(Hex.encode(mac))"] }
}
