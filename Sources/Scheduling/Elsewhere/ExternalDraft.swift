import Core
import Routing
import Web

/// A calendar elsewhere, as typed and checked.
struct ExternalDraft: Sendable {
  let kind: External.Kind
  let name: String
  let address: String
  let login: String?
  let password: String?

  /// - Parameter isDevelopment: http as well.
  static func parse(_ values: FormValues, isDevelopment: Bool) -> (draft: ExternalDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let name = FormRules.line(values, "name", limit: 60, isRequired: true, &errors)
    let kind = External.Kind.typed.first { $0.rawValue == values["kind"] }
    if kind == nil { errors.refuse("kind", "forms.choose") }
    let address = address(values, isDevelopment: isDevelopment, &errors)
    let login = FormRules.line(values, "username", limit: 120, &errors)
    let password = values["password"]
    if password.utf8.count > 200 { errors.refuse("password", "forms.tooLong", ["limit": "200"]) }
    if login.utf8.contains(UInt8(ascii: ":")) { errors.refuse("username", "feeds.busy.loginRefused") }
    if login.isEmpty, !password.isEmpty { errors.refuse("username", "forms.missing") }
    guard errors.isEmpty, let kind else { return (nil, errors) }
    return (
      ExternalDraft(
        kind: kind, name: name, address: address, login: login.isEmpty ? nil : login,
        password: login.isEmpty ? nil : password), errors
    )
  }

  /// What calendars call `webcal` is https. A user name in it would stand in logs on the way.
  private static func address(_ values: FormValues, isDevelopment: Bool, _ errors: inout FormErrors) -> String {
    var text = SingleLine.clean(values["address"])
    for scheme in ["webcal://", "webcals://"] where text.lowercased().hasPrefix(scheme) {
      text = "https://" + text.dropFirst(scheme.utf8.count)
    }
    let lower = text.lowercased()
    let isAllowed = lower.hasPrefix("https://") || isDevelopment && lower.hasPrefix("http://")
    let host = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy { (0x21...0x7e).contains($0) } && text.utf8.count <= 2000
    let hasHost = host.count > 2 && !host[2].isEmpty && !host[2].contains(UInt8(ascii: "@"))
    if text.isEmpty {
      errors.refuse("address", "forms.missing")
    } else if !isAllowed || !isPlain || !hasHost {
      errors.refuse("address", "feeds.busy.addressRefused")
    }
    return text
  }
}
