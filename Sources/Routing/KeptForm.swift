public import Web

/// Shows again what was typed into a form whose session has ended. It stands in the answer and nowhere else.
public struct KeptForm: Sendable {
  /// Whether anything was typed that would be lost.
  public let isFilled: @Sendable (Form) -> Bool
  /// To whoever is not signed in, or has not shown the factor that the address asks for.
  public let signedOut: @Sendable (Call) -> Reply
  /// To whoever has signed in again: with a token of the new session, to be sent once it was looked at.
  public let again: Route.PatientRead

  public init(
    isFilled: @escaping @Sendable (Form) -> Bool, signedOut: @escaping @Sendable (Call) -> Reply,
    again: @escaping Route.PatientRead
  ) {
    self.isFilled = isFilled
    self.signedOut = signedOut
    self.again = again
  }
}
