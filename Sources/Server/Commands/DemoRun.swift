import Core
@_spi(Bootstrap) import Database
import Identity

/// `praxis demo`.
public enum DemoRun {
  /// - Throws: `OperatorError` in production, and when the database cannot be used.
  public static func run(_ configuration: Configuration) throws {
    try requireDevelopment(configuration)
    let results = try Failures.asOperatorErrors {
      try Demo.make(on: try Bootstrap.connection(configuration, as: .app, schema: "praxis"))
    }
    for result in results {
      if let appointments = result.appointments {
        StandardOutput.line("\(result.name) (/\(result.slug)): made, with \(appointments) appointments.")
      } else {
        StandardOutput.line("\(result.name) (/\(result.slug)) is there already; nothing was changed.")
      }
    }
    if results.contains(where: { $0.appointments != nil }) { try printAccounts(configuration) }
  }

  public static func printAccounts(_ configuration: Configuration) throws {
    try requireDevelopment(configuration)
    StandardOutput.line("Sign in at \(configuration.baseURL)/sign-in, password \(DemoAccount.password) for everybody.")
    StandardOutput.line("The last column is the secret for an authenticator app (or: oathtool --totp -b SECRET).")
    for (slug, accounts) in Demo.accounts {
      for account in accounts {
        let (role, secret) = (account.role.rawValue.padding(to: 12), try account.totpSecret().base32)
        StandardOutput.line("  \(slug.padding(to: 7)) \(role) \(account.email.padding(to: 26)) \(secret)")
      }
    }
  }

  private static func requireDevelopment(_ configuration: Configuration) throws(OperatorError) {
    guard configuration.isDevelopment else {
      throw OperatorError(
        "praxis demo makes accounts with a published password, so it runs with mode = development only.")
    }
  }
}

extension String {
  /// With blanks after it, for columns of plain ASCII.
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - utf8.count)) }
}
