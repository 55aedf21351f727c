import Routing
import Templates

/// The identity provider of a practice, for its owner.
struct ProviderSettingsPage: Page {
  static let template = "identity/provider-settings"
  let title: String
  /// As it is stored.
  let isOn: Bool
  let done: String?
  let form: EditForm
  /// What the provider must know as the address it sends browsers back to.
  let returnAddress: String
  /// Where the staff sign in.
  let staffAddress: String
  let mayTest: Bool

  enum Done: String { case on, off, tested }

  static let fields: [Field<ProviderSettingsPage>] = [
    .text("title") { $0.title },
    .flag("isOn") { $0.isOn },
    .optionalText("done") { $0.done },
    .object("form") { $0.form },
    .flag("hasErrors") { $0.form.hasErrors },
    .text("returnAddress") { $0.returnAddress },
    .text("staffAddress") { $0.staffAddress },
    .flag("mayTest") { $0.mayTest },
  ]
  static let examples = [
    ProviderSettingsPage(
      title: "Single sign-on", isOn: false, done: nil, form: .example,
      returnAddress: "https://praxis.example/sign-in/at/lane/return",
      staffAddress: "https://praxis.example/sign-in/at/lane", mayTest: false),
    ProviderSettingsPage(
      title: "Single sign-on", isOn: true, done: "The provider answers.", form: .example,
      returnAddress: "https://praxis.example/sign-in/at/lane/return",
      staffAddress: "https://praxis.example/sign-in/at/lane", mayTest: true),
  ]
}
