public import Templates

/// The button that puts something out of use or back into it. `templates/forms/_activity` shows it.
public struct ActivityToggle: TemplateModel {
  /// Where the button leads: `…/deactivation` or `…/activation`.
  public let action: String
  public let isActive: Bool

  /// - Parameter path: the address of the thing, without a slash at the end.
  public init(path: String, isActive: Bool) {
    action = path + (isActive ? "/deactivation" : "/activation")
    self.isActive = isActive
  }

  public static let fields: [Field<ActivityToggle>] = [
    .text("action") { $0.action },
    .flag("isActive") { $0.isActive },
  ]
}
