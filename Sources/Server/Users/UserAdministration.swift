public import Core
@_spi(Bootstrap) import Database
public import Identity

/// Members of staff, managed by whoever operates the box.
public enum UserAdministration {
  /// What the operator passes on to the new member, once: it cannot be shown again.
  public struct Credentials: Sendable {
    public let email: String
    public let password: String
    public let totpSecret: String
    /// For a QR code.
    public let totpURI: String
  }

  /// Adds somebody with a made-up password.
  /// - Parameter language: of their pages; nil takes the practice's.
  /// - Throws: `OperatorError` in words for the operator.
  public static func add(
    _ configuration: Configuration, practice slug: String, email: String, name: String, role: Role, language: Language?
  ) throws -> Credentials {
    let address: EmailAddress
    do throws(EmailAddressError) { address = try EmailAddress(email) } catch {
      throw OperatorError("\(email) is no e-mail address.")
    }
    return try inPractice(configuration, slug) { db in
      let totp = TOTPSecret.make()
      let password = password(for: [name, address.normalized, db.practice.name, slug])
      let new = NewUser(
        name: name, email: address, role: role, language: language ?? db.practice.language, password: password,
        totp: totp)
      do { _ = try Users.add(new, now: .now, in: db) } catch let problem as NewUserProblem { throw explain(problem) }
      return Credentials(
        email: address.text, password: password, totpSecret: totp.base32,
        totpURI: totp.uri(account: address.text, issuer: db.practice.name))
    }
  }

  public static func list(_ configuration: Configuration, practice slug: String) throws -> [UserSummary] {
    try inPractice(configuration, slug) { db in try Users.list(in: db.reader) }
  }

  /// Random, so a refusal by our own rules is next to impossible; then another one is made.
  private static func password(for own: [String]) -> String {
    while true {
      let password = PasswordRules.generate()
      if PasswordRules.problem(password, own: own, list: nil) == nil { return password }
    }
  }

  private static func explain(_ problem: NewUserProblem) -> OperatorError {
    switch problem {
    case .name: OperatorError("--name must have 1 to 120 characters.")
    case .role: OperatorError("A patient is no member of staff: choose another --role.")
    case .password: OperatorError("The password made does not keep the rules; please try again.")
    case .emailTaken: OperatorError("Somebody of this practice has this address already.")
    }
  }

  private static func inPractice<Result>(
    _ configuration: Configuration, _ slug: String, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    let address = try configuration.database.address(.app, schema: "praxis")
    let connection = try Connection(address, keys: try Bootstrap.masterKeys(configuration))
    let found = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local, body)
    guard let found else { throw OperatorError("There is no practice \(slug).") }
    return found
  }
}
