import Core
@_spi(Bootstrap) import Database
import Practices
import SQL
import Web

/// `praxis practice create` and `praxis practice list`.
public enum PracticeRun {
  struct Listed {
    let slug: String
    let name: String
    let zone: String
    let language: String
    let currency: String
  }

  /// - Throws: `OperatorError` for the first value that cannot be used, or a slug that is taken.
  public static func create(
    _ configuration: Configuration, slug: String, name: String, zone: String, language: String, currency: String
  ) throws {
    let practice = try check(slug: slug, name: name, zone: zone, language: language, currency: currency)
    try Failures.asOperatorErrors {
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      do {
        try connection.provision(practice, now: .now)
      } catch let error as DatabaseError where error.isDuplicate {
        throw OperatorError("There is a practice \(slug) already.")
      }
    }
    StandardOutput.line(
      "Made the practice \(practice.name). Its public address is \(configuration.baseURL)/\(slug)/book")
  }

  static func check(
    slug: String, name: String, zone: String, language: String, currency: String
  ) throws(OperatorError) -> NewPractice {
    guard PracticeSlug.isUsable(slug) else {
      throw OperatorError(
        "The slug must have 3 to 40 letters a to z, digits or hyphens, begin with a letter, "
          + "and not be an address of Praxis itself."
      )
    }
    let clean = SingleLine.clean(name)
    guard (1...120).contains(clean.unicodeScalars.count) else {
      throw OperatorError("The name must have 1 to 120 characters in one line.")
    }
    do throws(ZoneError) {
      _ = try Zone(name: zone)
    } catch { throw OperatorError("There is no time zone \(zone); an example is Europe/Berlin.") }
    guard let language = Language(rawValue: language) else { throw OperatorError("The language must be en, de or he.") }
    guard let currency = Currency(code: currency) else {
      throw OperatorError("The currency must be one of \(Currency.allCases.map(\.code).joined(separator: ", ")).")
    }
    return NewPractice(slug: slug, name: clean, zoneName: zone, language: language, currencyCode: currency.code)
  }

  public static func list(_ configuration: Configuration) throws {
    let practices = try Failures.asOperatorErrors {
      try listed(on: try Bootstrap.connection(configuration, as: .app, schema: "praxis"))
    }
    for practice in practices {
      StandardOutput.line(
        [
          practice.slug.padding(to: 20), practice.language, practice.currency, practice.zone.padding(to: 24),
          practice.name,
        ]
        .joined(separator: "  "))
    }
  }

  static func listed(on connection: Connection) throws -> [Listed] {
    try connection.withSystem(.provisioning) { db in
      try db.rows("SELECT slug, name, zone, language, currency FROM system_practice ORDER BY slug") { row in
        Listed(
          slug: try row.text(0), name: try row.text(1), zone: try row.text(2), language: try row.text(3),
          currency: try row.text(4))
      }
    }
  }
}
