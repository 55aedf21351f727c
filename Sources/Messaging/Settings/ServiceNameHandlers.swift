import Core
import Database
import Routing
import Templates
import Web

/// What services are called in messages.
enum ServiceNameHandlers {
  private static let path = RuleWords.path + "/names"
  private static func field(_ service: EntityID) -> String { "name-\(service)" }

  /// `GET /settings/messages/names`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let services = try ServiceNames.all(in: db)
    let stored = services.map { (field($0.id), $0.publicName) }
    let values = FormValues(Dictionary(uniqueKeysWithValues: stored))
    return .page(page(services, values, FormErrors(), db.scope.holds(.changeSettings), call))
  }

  /// `POST /settings/messages/names`
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let services = try ServiceNames.all(in: db.reader)
    let typed = FormValues(call.form)
    var errors = FormErrors()
    var changed: [(id: EntityID, name: String)] = []
    for service in services {
      let name = FormRules.line(typed, field(service.id), limit: ServiceNames.limit, &errors)
      if name != service.publicName { changed.append((service.id, name)) }
    }
    guard errors.isEmpty else { return .page(page(services, typed, errors, true, call), status: 422) }
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    let fields = ["rows=\(changed.count)"]
    let names = changed
    try db.transaction(AuditEvent("message.names.change", "messaging_service_name", nil, fields: fields)) { tx in
      for (service, name) in names { try ServiceNames.save(service, name, in: tx) }
    }
    return .redirect(path + "?saved=1")
  }

  private static func page(
    _ services: [ServiceNames.Service], _ values: FormValues, _ errors: FormErrors, _ canChange: Bool, _ call: Call
  ) -> ServiceNamesPage {
    let controls = services.map { service in
      FormControl(
        id: field(service.id), kind: .line(type: "text"), label: service.name, hint: nil,
        value: values[field(service.id)], error: errors.message(for: field(service.id), in: call.text), stored: nil,
        isRequired: false)
    }
    return ServiceNamesPage(
      title: call.text.text("messages.names.title"), isSaved: call.query["saved"] != nil,
      form: EditForm(action: path, version: "", controls: controls, canChange: canChange, backHref: RuleWords.path))
  }
}
