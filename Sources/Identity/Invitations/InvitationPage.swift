import Core
import Routing
import Templates

/// Where somebody accepts an invitation: who invites them, a password, an authenticator app.
struct InvitationPage: Page {
  static let template = "team/invitation"
  let title: String
  let action: String
  let practice: String
  /// Nil when the operator of the box invites.
  let sender: String?
  let role: String
  let email: String
  let app: AppSetup
  let name: FormField
  let password: FormField
  let code: FormField

  private var problems: [FormProblem] { name.problems + password.problems + code.problems }

  static let fields: [Field<InvitationPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("practice") { $0.practice },
    .optionalText("sender") { $0.sender },
    .text("role") { $0.role },
    .text("email") { $0.email },
    .object("app") { $0.app },
    .object("name") { $0.name },
    .object("password") { $0.password },
    .object("code") { $0.code },
    .flag("hasErrors") { !$0.problems.isEmpty },
    .list("errors") { $0.problems },
    .number("least") { _ in PasswordRules.minimum },
  ]
  static let examples = [
    InvitationPage(
      title: "Join Harbour Lane Practice", action: "/harbor/invitation/abc", practice: "Harbour Lane Practice",
      sender: "Mira Specimen", role: "Billing", email: "nora@practice.example", app: .example,
      name: FormField(id: "name", value: "Nora Neu", error: nil),
      password: FormField(id: "password", value: "", error: nil), code: FormField(id: "code", value: "", error: nil)),
    InvitationPage(
      title: "Join <Lane>", action: "/harbor/invitation/abc", practice: "<Lane>", sender: nil, role: "Billing",
      email: "nora@practice.example", app: .example, name: FormField(id: "name", value: "", error: "Missing"),
      password: FormField(id: "password", value: "", error: "Short"),
      code: FormField(id: "code", value: "", error: "Wrong")),
  ]
}
