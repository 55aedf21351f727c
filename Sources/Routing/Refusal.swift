/// Why a request is not served. Thrown by handlers and mapped to a page in one place.
public enum Refusal: Error, Sendable, Equatable {
  /// Also for every row of another practice: it is told apart from nothing.
  case notFound
  case forbidden
  case conflict
  /// A form whose token is missing, of another session, or comes from another site.
  case staleForm
  case badRequest
  case signInRequired
  /// - Parameter retryAfter: seconds.
  case tooManyRequests(retryAfter: Int)
  /// What was asked for is known to be over: an old link.
  case gone
}
