/// What another server's sign-in sent the browser back with (RFC 6749, section 4.1.2).
public struct AuthorizationAnswer: Sendable {
  public let code: String
  public let state: String
  /// Who answers (RFC 9207).
  public let issuer: String?

  private static let longest = 4096

  /// Nil when there is no code, as after "no" over there, or when it is longer than any provider's.
  public init?(_ form: Form) {
    guard let code = form["code"], let state = form["state"], !code.isEmpty,
      [code, state, form["iss"] ?? ""].allSatisfy({ $0.utf8.count <= Self.longest })
    else { return nil }
    self.code = code
    self.state = state
    issuer = form["iss"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The same, to be sent on.
  public var fields: [(name: String, value: String)] {
    [("code", code), ("state", state)] + (issuer.map { [("iss", $0)] } ?? [])
  }
}
