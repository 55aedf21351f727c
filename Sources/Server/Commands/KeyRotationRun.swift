import Core
@_spi(Bootstrap) import Database

/// `praxis keys rotate` and `praxis keys status`.
public enum KeyRotationRun {
  /// Gives a practice, or each of them, a new key, and seals everything anew; goes on with what was interrupted.
  /// - Parameter slug: nil for all practices.
  public static func rotate(_ configuration: Configuration, slug: String?) throws(OperatorError) {
    try Failures.asOperatorErrors {
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      for slug in try slugs(slug, on: connection) { try rotate(slug, on: connection) }
    }
  }

  private static func rotate(_ slug: String, on connection: Connection) throws {
    let done = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
      let count = try db.rotateKeys(now: .now) { step in
        switch step {
        case .keyMade(let id): StandardOutput.line("\(slug): made key \(id); it seals from now on.")
        case .destroyed(let id): StandardOutput.line("\(slug): destroyed key \(id); nothing referred to it any more.")
        case .resealed, .checked: break
        }
      }
      StandardOutput.line("\(slug): sealed \(count) values anew.")
      return try db.keyStates(counting: true).filter { $0.state == .retired }
    }
    for key in done ?? [] {
      StandardOutput.line(
        "\(slug): key \(key.id) still opens \(key.values) values and was kept. Run praxis privacy reapply, then this again."
      )
    }
  }

  /// Prints the keys of a practice, or of each: number, state, how many values open with it, since when.
  public static func status(_ configuration: Configuration, slug: String?) throws(OperatorError) {
    try Failures.asOperatorErrors {
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      for slug in try slugs(slug, on: connection) {
        let states = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
          try db.keyStates(counting: true)
        }
        for key in states ?? [] { StandardOutput.line(line(slug, key)) }
      }
    }
  }

  static func line(_ slug: String, _ key: PracticeKeyState) -> String {
    let fate =
      switch key.state {
      case .current: "since \(UTCText.seconds(key.createdAt))"
      case .retired: "being replaced since \(key.retiredAt.map(UTCText.seconds) ?? "")"
      case .destroyed: "destroyed \(key.destroyedAt.map(UTCText.seconds) ?? "")"
      }
    return [
      slug.padding(to: 20), "key \(key.id)".padding(to: 8), key.state.rawValue.padding(to: 10),
      "\(key.values) values".padding(to: 16), fate,
    ].joined(separator: "  ")
  }

  private static func slugs(_ slug: String?, on connection: Connection) throws -> [String] {
    let all = try PracticeRun.listed(on: connection).map(\.slug)
    guard let slug else { return all }
    guard all.contains(slug) else { throw OperatorError("There is no practice \(slug).") }
    return [slug]
  }
}
