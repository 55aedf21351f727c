/// What one worker accepts before it refuses or is replaced.
public struct Limits: Sendable, Equatable {
  /// Bytes of a request body; more is answered with 413.
  public let maximumBody: Int
  /// Bytes of a body sent to one of `uploadPrefixes`.
  public let maximumUpload: Int
  /// Starts of raw request targets that take uploads, such as `/patients/import`.
  public let uploadPrefixes: [String]
  /// Requests after which the worker ends, so that no leak grows for ever.
  public let recycleAfter: Int
  /// Seconds without progress after which a connection to nginx is given up.
  public let connectionSeconds: Int
  /// Seconds after which a request that does not end kills its worker. nginx has given up before that.
  public let requestSeconds: UInt32

  public init(
    maximumBody: Int = 1_000_000, maximumUpload: Int = 20_000_000, uploadPrefixes: [String] = [],
    recycleAfter: Int = 10_000, connectionSeconds: Int = 10, requestSeconds: UInt32 = 20
  ) {
    self.maximumBody = maximumBody
    self.maximumUpload = maximumUpload
    self.uploadPrefixes = uploadPrefixes
    self.recycleAfter = recycleAfter
    self.connectionSeconds = connectionSeconds
    self.requestSeconds = requestSeconds
  }

  /// Bytes allowed for a raw target. A prefix ends at the end of the target, at `/` or at `?`.
  public func maximumBody(forTarget target: String) -> Int {
    let target = target.utf8
    for prefix in uploadPrefixes where target.starts(with: prefix.utf8) {
      guard let next = target.dropFirst(prefix.utf8.count).first else { return maximumUpload }
      if next == UInt8(ascii: "/") || next == UInt8(ascii: "?") { return maximumUpload }
    }
    return maximumBody
  }
}
