/// What the holder of a session has shown to be who they say.
public enum Proof: String, CaseIterable, Sendable, Hashable {
  case password
  /// A code of the authenticator app.
  case totp
  /// With the device's own check of its user, which makes it two factors.
  case passkey
  /// One of the codes that were printed when the second factor was set up.
  case recovery
  /// A link or code sent to the address on file.
  case mail
  /// The word of the practice's identity provider.
  case provider

  /// As ``text(of:)`` wrote them; words of a newer version are left out.
  static func read(_ text: String) -> Set<Proof> {
    Set(text.split(separator: ",").compactMap { Proof(rawValue: String($0)) })
  }
  /// In one order, by commas, as the database keeps them.
  public static func text(of proofs: Set<Proof>) -> String {
    allCases.filter(proofs.contains).map(\.rawValue).joined(separator: ",")
  }
}
