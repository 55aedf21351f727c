/// What became of a request.
public enum HTTPResult: Sendable, Equatable {
  /// The server answered, with whatever status.
  case response(HTTPResponse)
  /// Nothing was sent.
  case refused(HTTPRefusal)
  /// The request may have reached the server.
  case failed(HTTPFailure)
}

public struct HTTPResponse: Sendable, Equatable {
  public let status: Int
  /// Lower-case names. Of a repeated header the last value.
  public let headers: [String: String]
  public let body: [UInt8]
}

/// Why a request was not sent.
public enum HTTPRefusal: Sendable, Equatable {
  /// Not an absolute URL, a user name or password in it, or bytes outside printable ASCII.
  case malformedURL
  case scheme
  case port
  /// The name resolves to an address outside the public internet.
  case address
  /// A header name or value that could change the request's structure.
  case header
}

public enum HTTPFailure: Sendable, Equatable {
  case nameUnknown
  case unreachable(String)
  /// Certificate not trusted, or no common protocol.
  case untrusted(String)
  case timedOut
  /// Body or headers above the limit.
  case tooLarge
  /// It led on more often than was allowed, or to nowhere.
  case redirected
  case broken(String)
}
