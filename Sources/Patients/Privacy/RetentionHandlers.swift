import Core
import Database
import Routing
import Templates
import Web

/// How long this practice keeps records after the last care.
enum RetentionHandlers {
  static let path = "/settings/retention"

  /// `GET /settings/retention`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let rule = try Retention.rule(in: db)
    return .page(
      try page(rule.country, "\(rule.years)", error: nil, isSaved: call.query["saved"] != nil, call, db))
  }

  /// `POST /settings/retention`
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try Retention.rule(in: db.reader)
    let country = call.form["country"].flatMap { RetentionCountry(rawValue: $0) } ?? stored.country
    let typed = call.form["years"] ?? ""
    // Left empty, it is what the country asks for.
    let years = typed.utf8.allSatisfy { $0 == 0x20 } ? country.years : Decimal.parse(typed)
    guard let years, Retention.years.contains(years) else {
      let error = call.text.text("patients.retention.error", ["most": "\(Retention.years.upperBound)"])
      return .page(try page(country, typed, error: error, isSaved: false, call, db.reader), status: 422)
    }
    let rule = RetentionRule(country: country, years: years)
    guard rule != stored else { return .redirect(path + "?saved=1") }
    try db.transaction(AuditEvent("retention.change", "patients_retention", nil, fields: ["country", "years"])) { tx in
      try Retention.write(rule, in: tx)
    }
    return .redirect(path + "?saved=1")
  }

  private static func page(
    _ chosen: RetentionCountry, _ years: String, error: String?, isSaved: Bool, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> RetentionPage {
    let words = try PrivacyWords(call, db.practice)
    return RetentionPage(
      title: call.text.text("patients.retention.title"),
      countries: RetentionCountry.allCases.map { country in
        RetentionOption(
          value: country.rawValue, name: words.country(country), years: country.years, isChosen: country == chosen)
      }, years: years, error: error, isSaved: isSaved)
  }
}
