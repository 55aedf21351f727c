public import Templates

/// One line of a list of settings: a link to its page. `templates/forms/_rows` shows it.
public struct SettingsRow: TemplateModel {
  public let href: String
  /// Without `i-`.
  public let icon: String
  public let name: String
  public let detail: String
  public let isActive: Bool

  public init(href: String, icon: String, name: String, detail: String, isActive: Bool = true) {
    self.href = href
    self.icon = icon
    self.name = name
    self.detail = detail
    self.isActive = isActive
  }

  public static let fields: [Field<SettingsRow>] = [
    .text("href") { $0.href },
    .text("icon") { $0.icon },
    .text("name") { $0.name },
    .text("detail") { $0.detail },
    .flag("isActive") { $0.isActive },
  ]
}
