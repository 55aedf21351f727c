import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/settings/single-sign-on`: the owner's choice of an identity provider. Off until they turn it on, and turned on only
/// after the provider has answered.
struct ProviderSettings: Sendable {
  static let path = "/settings/single-sign-on"
  let settings: IdentitySettings

  @Sendable func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try Providers.find(in: db)
    let done = call.query["done"].flatMap { ProviderSettingsPage.Done(rawValue: $0) }
    return .page(page(call, db, Provider.values(of: stored), stored, done: done))
  }

  @Sendable func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try Providers.find(in: db.reader)
    let typed = FormValues(call.form, fixing: ["clientSecret": ""])
    var (draft, errors) = ProviderDraft.parse(FormValues(call.form), settings.providers)
    guard let draft else { return reply(page(call, db.reader, typed, stored, errors: errors)) }
    guard call.form["version"] == String(stored?.version ?? 0) else {
      return reply(page(call, db.reader, typed, stored, isConflict: true))
    }
    let changed = draft.values.names(differingFrom: Provider.values(of: stored))
    guard !changed.isEmpty else { return .redirect(Self.path) }
    var description: (ProviderMetadata, keys: [UInt8])?
    if draft.isOn {
      do throws(ProviderProblem) { description = try ask(draft.issuer) } catch {
        errors.refuse("issuer", "identity.provider.problem.\(error.rawValue)")
        return reply(page(call, db.reader, typed, stored, errors: errors))
      }
    }
    guard try save(draft, stored, changed, description, call, db) else {
      return reply(page(call, db.reader, typed, try Providers.find(in: db.reader), isConflict: true))
    }
    return .redirect(Self.path + (draft.isOn ? "?done=on" : "?done=off"))
  }

  /// Asks the provider as it is stored, and keeps what it says.
  @Sendable func test(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let stored = try Providers.find(in: db.reader), !stored.issuer.isEmpty else { throw Refusal.conflict }
    let description: (ProviderMetadata, keys: [UInt8])
    do throws(ProviderProblem) { description = try ask(stored.issuer) } catch {
      var errors = FormErrors()
      errors.refuse("issuer", "identity.provider.problem.\(error.rawValue)")
      return reply(page(call, db.reader, Provider.values(of: stored), stored, errors: errors))
    }
    try store(description.0, description.keys, stored, call, db)
    return .redirect(Self.path + "?done=tested")
  }

  private func ask(_ issuer: String) throws(ProviderProblem) -> (ProviderMetadata, keys: [UInt8]) {
    let metadata = try settings.providers.describe(issuer: issuer)
    return (metadata, try settings.providers.keys(at: metadata.keysEndpoint))
  }

  private func store(
    _ metadata: ProviderMetadata, _ keys: [UInt8], _ stored: Provider, _ call: Call, _ db: borrowing TenantConnection
  ) throws {
    try db.transaction(AuditEvent("provider.test", "identity_provider", stored.id)) { tx in
      try Providers.store(metadata, keys: keys, now: call.now, in: tx)
    }
  }

  private struct Stale: Error {}

  /// False when somebody else was faster. Another issuer or client knows nobody of the former one; and what the provider
  /// began ends when the practice asks it no longer.
  private func save(
    _ draft: ProviderDraft, _ stored: Provider?, _ changed: [String],
    _ description: (metadata: ProviderMetadata, keys: [UInt8])?, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Bool {
    let isOther = stored.map { $0.issuer != draft.issuer || $0.clientID != draft.clientID } ?? false
    let event = AuditEvent("provider.change", "identity_provider", stored?.id, fields: changed)
    do {
      try db.transaction(event) { tx in
        guard try Providers.write(draft, version: stored?.version ?? 0, now: call.now, in: tx) else { throw Stale() }
        if isOther {
          try Providers.forgetDescription(in: tx)
          try ProviderLinks.removeAll(in: tx)
        }
        if isOther || !draft.isOn { try ProviderLinks.endSessions(in: tx) }
        if let description {
          try Providers.store(description.metadata, keys: description.keys, now: call.now, in: tx)
        }
      }
      return true
    } catch is Stale { return false }
  }

  // MARK: The page

  private func reply(_ page: ProviderSettingsPage) -> Reply { .page(page, status: page.form.status) }

  private func page(
    _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, _ stored: Provider?,
    errors: FormErrors = FormErrors(), isConflict: Bool = false, done: ProviderSettingsPage.Done? = nil
  ) -> ProviderSettingsPage {
    var form = FormBuilder(
      call.text, values, stored: isConflict ? Provider.values(of: stored) : nil, errors: errors)
    form.check("isOn", "identity.provider.isOn", hint: "identity.provider.isOnHint")
    form.line("issuer", type: "url", "identity.provider.issuer", hint: "identity.provider.issuerHint")
    form.line("clientID", "identity.provider.clientID", hint: "identity.provider.clientIDHint")
    form.line(
      "clientSecret", type: "password", "identity.provider.clientSecret",
      hint: stored?.hasSecret == true ? "identity.provider.secretKept" : "identity.provider.secretHint")
    form.line("emailDomain", "identity.provider.emailDomain", hint: "identity.provider.emailDomainHint")
    let slug = db.practice.slug
    return ProviderSettingsPage(
      title: call.text.text("identity.provider.settings"), isOn: stored?.isOn == true,
      done: done.map {
        call.text.text("identity.provider.done.\($0.rawValue)")
      },
      form: EditForm(
        action: Self.path, version: String(stored?.version ?? 0), controls: form.controls, canChange: true,
        isConflict: isConflict, backHref: "/settings"),
      returnAddress: Provider.redirect(to: slug, settings), staffAddress: settings.baseURL + Provider.path(of: slug),
      mayTest: stored?.issuer.isEmpty == false)
  }
}
