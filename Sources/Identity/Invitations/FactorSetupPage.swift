import Routing
import Templates

/// Where a person whose second factor was reset connects a new authenticator app.
struct FactorSetupPage: Page {
  static let template = "team/factor-setup"
  let title: String
  /// False when the password was reset as well: then a new one is chosen.
  let hasPassword: Bool
  let form: StaffLinkForm

  static let fields: [Field<FactorSetupPage>] = [
    .text("title") { $0.title },
    .flag("hasPassword") { $0.hasPassword },
    .object("form") { $0.form },
    .flag("hasErrors") { !$0.form.problems.isEmpty },
    .list("errors") { $0.form.problems },
  ]
  static let examples = zip([true, false], StaffLinkForm.examples(.factors)).map {
    FactorSetupPage(title: "Connect a new app", hasPassword: $0, form: $1)
  }
}
