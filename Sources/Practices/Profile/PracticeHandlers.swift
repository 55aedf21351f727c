import Core
import Database
import Routing
import Templates
import Web

/// The practice's profile: name, contact, time zone, language, currency, clock, colour, logo.
enum PracticeHandlers {
  static let path = "/settings/practice"

  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try PracticeDetails.find(in: db)
    return .page(page(call, db, stored.values, stored))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try PracticeDetails.find(in: db.reader)
    let typed = FormValues(call.form)
    let (draft, errors) = PracticeDraft.parse(
      typed, stored: stored.values, hasPrices: try PracticeDetails.hasPrices(in: db.reader))
    guard let draft else { return reply(page(call, db.reader, typed, stored, errors: errors)) }
    guard call.form["version"] == String(stored.version) else {
      return reply(page(call, db.reader, typed, stored, isConflict: true))
    }
    let changed = draft.values.names(differingFrom: stored.values)
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    do {
      try db.transaction(AuditEvent("practice.change", "practices_practice", nil, fields: changed)) { tx in
        guard try PracticeDetails.write(draft, version: stored.version, in: tx) else { throw ChangedMeanwhile() }
      }
    } catch is ChangedMeanwhile {
      return reply(page(call, db.reader, typed, try PracticeDetails.find(in: db.reader), isConflict: true))
    }
    return .redirect(path + "?saved=1")
  }

  @Sendable static func uploadLogo(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let logo: Logo
    do throws(LogoRefusal) {
      logo = try Logo(content: call.files.first { $0.field == "logo" }?.content ?? [])
    } catch {
      let stored = try PracticeDetails.find(in: db.reader)
      return .page(page(call, db.reader, stored.values, stored, logoError: words(error.problem, call)), status: 422)
    }
    return try store(logo, db)
  }

  @Sendable static func removeLogo(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try store(nil, db)
  }

  private static func store(_ logo: Logo?, _ db: borrowing TenantConnection) throws -> Reply {
    try db.transaction(AuditEvent("practice.change", "practices_practice", nil, fields: ["logo"])) { tx in
      try Logo.write(logo, in: tx)
    }
    return .redirect(path + "?saved=1")
  }

  private static func words(_ problem: Logo.Problem, _ call: Call) -> String {
    switch problem {
    case .missing: call.text.text("practices.logoMissing")
    case .tooLarge: call.text.text("practices.logoTooLarge")
    case .otherKind: call.text.text("practices.logoOtherKind")
    case .tooManyPixels: call.text.text("practices.logoTooManyPixels", ["side": String(Logo.maximumSide)])
    }
  }

  private static func reply(_ page: PracticeEditPage) -> Reply { .page(page, status: page.form.status) }

  private static func page(
    _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, _ stored: PracticeDetails,
    errors: FormErrors = FormErrors(), isConflict: Bool = false, logoError: String? = nil
  ) -> PracticeEditPage {
    let form = EditForm(
      action: path, version: String(stored.version),
      controls: PracticeControls.make(call, values, stored: isConflict ? stored.values : nil, errors: errors),
      canChange: db.scope.holds(.changeSettings), isConflict: isConflict,
      backHref: "/settings")
    return PracticeEditPage(
      title: call.text.text("practices.practice"), form: form, isSaved: call.query["saved"] != nil,
      logoHref: stored.hasLogo ? "/\(db.practice.slug)/logo?v=\(stored.version)" : nil, logoError: logoError,
      swatches: swatches(values["accent"]))
  }

  private static func swatches(_ accent: String) -> [Swatch] {
    let current = Accent(accent)?.text
    let all = Accent.suggestions + (current.map { Accent.suggestions.contains($0) ? [] : [$0] } ?? [])
    return all.map { Swatch(color: $0, isCurrent: $0 == current) }
  }
}

/// Undoes the transaction of a form that was made from an older version.
struct ChangedMeanwhile: Error {}
