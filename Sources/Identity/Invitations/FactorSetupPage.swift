import Routing
import Templates

/// Where a person whose second factor was reset connects a new authenticator app.
struct FactorSetupPage: Page {
  static let template = "team/factor-setup"
  let title: String
  let action: String
  let practice: String
  /// Who reset it; nil when it was the operator of the box.
  let sender: String?
  let email: String
  /// False when the password was reset as well: then a new one is chosen.
  let hasPassword: Bool
  let app: AppSetup
  let password: FormField
  let code: FormField

  private var problems: [FormProblem] { password.problems + code.problems }

  static let fields: [Field<FactorSetupPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("practice") { $0.practice },
    .optionalText("sender") { $0.sender },
    .text("email") { $0.email },
    .flag("hasPassword") { $0.hasPassword },
    .object("app") { $0.app },
    .object("password") { $0.password },
    .object("code") { $0.code },
    .flag("hasErrors") { !$0.problems.isEmpty },
    .list("errors") { $0.problems },
    .number("least") { _ in PasswordRules.minimum },
  ]
  static let examples = [
    FactorSetupPage(
      title: "Connect a new app", action: "/harbor/factors/abc", practice: "Harbour Lane Practice",
      sender: "Mira Specimen", email: "nora@practice.example", hasPassword: true, app: .example,
      password: FormField(id: "password", value: "", error: nil), code: FormField(id: "code", value: "", error: nil)),
    FactorSetupPage(
      title: "Connect a new app", action: "/harbor/factors/abc", practice: "<Lane>", sender: nil,
      email: "nora@practice.example", hasPassword: false, app: .example,
      password: FormField(id: "password", value: "", error: "Short"),
      code: FormField(id: "code", value: "", error: "Wrong")),
  ]
}
