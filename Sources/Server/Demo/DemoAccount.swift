public import Core
import Crypto
public import Identity

/// A member of staff of a demo practice. All share one published password, and each second factor follows from the
/// address: these accounts exist in development only.
public struct DemoAccount: Sendable {
  /// Long enough for the password rules (15 characters), known to everybody.
  public static let password = "praxis-demo-2026"

  public let name: String
  public let email: String
  public let role: Role

  /// What an authenticator app would hold.
  public func totpSecret() throws(OperatorError) -> TOTPSecret {
    let bytes = Digest.sha256(Array("praxis demo second factor \(email)".utf8)).prefix(TOTP.secretBytes)
    guard let secret = TOTPSecret(Array(bytes)) else { throw OperatorError("A digest is shorter than a TOTP secret.") }
    return secret
  }
}
