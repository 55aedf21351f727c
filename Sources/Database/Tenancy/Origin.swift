/// Where a request came from, for the audit trail.
public struct Origin: Sendable {
  /// As nginx saw the peer.
  public let address: String
  public let requestID: String
  public init(address: String, requestID: String) {
    self.address = address
    self.requestID = requestID
  }
  public static let local = Origin(address: "", requestID: "")
}
