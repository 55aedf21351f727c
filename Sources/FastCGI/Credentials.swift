/// Who may speak FastCGI to a worker. Other programs of the machine could forge every header otherwise.
public struct Credentials: Sendable {
  private let secret: [UInt8]
  private let allowedUIDs: Set<UInt32>

  /// - Parameters:
  ///   - secret: what nginx sends as `PRAXIS_SECRET`, at least 16 bytes.
  ///   - allowedUIDs: users nginx's workers run as.
  public init(secret: [UInt8], allowedUIDs: Set<UInt32>) {
    precondition(secret.count >= 16, "a FastCGI secret of at least 16 bytes")
    self.secret = secret
    self.allowedUIDs = allowedUIDs
  }

  func allows(uid: Int64) -> Bool { UInt32(exactly: uid).map(allowedUIDs.contains) ?? false }

  /// Takes the same time wherever the first difference stands.
  func matches(_ candidate: [UInt8]) -> Bool {
    var difference = candidate.count ^ secret.count
    for (index, byte) in candidate.enumerated() {
      difference |= Int(byte ^ secret[index % secret.count])
    }
    return difference == 0
  }
}
