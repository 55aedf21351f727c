/// Shows again what was typed into a form whose session has ended. It stands in the answer and nowhere else.
public struct KeptForm: Sendable {
  /// To whoever is not signed in, or has not shown the factor that the address asks for; nil where nothing was typed.
  public let signedOut: @Sendable (Call) -> Reply?
  /// To whoever has signed in again: with a token of the new session, to be sent once it was looked at.
  public let again: Route.PatientRead

  public init(signedOut: @escaping @Sendable (Call) -> Reply?, again: @escaping Route.PatientRead) {
    self.signedOut = signedOut
    self.again = again
  }
}
