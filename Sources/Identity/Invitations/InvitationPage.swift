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
  let name: String
  let app: AppSetup
  let nameError: FieldError?
  let passwordError: FieldError?
  let codeError: FieldError?

  private var problems: [FieldError] { [nameError, passwordError, codeError].compactMap { $0 } }

  static let fields: [Field<InvitationPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("practice") { $0.practice },
    .optionalText("sender") { $0.sender },
    .text("role") { $0.role },
    .text("email") { $0.email },
    .text("name") { $0.name },
    .object("app") { $0.app },
    .object("nameError") { $0.nameError },
    .object("passwordError") { $0.passwordError },
    .object("codeError") { $0.codeError },
    .flag("hasErrors") { !$0.problems.isEmpty },
    .list("errors") { $0.problems },
    .number("least") { _ in PasswordRules.minimum },
  ]
  static let examples = [
    InvitationPage(
      title: "Join Harbour Lane Practice", action: "/harbor/invitation/abc", practice: "Harbour Lane Practice",
      sender: "Mira Specimen", role: "Billing", email: "nora@practice.example", name: "Nora Neu", app: .example,
      nameError: nil, passwordError: nil, codeError: nil),
    InvitationPage(
      title: "Join <Lane>", action: "/harbor/invitation/abc", practice: "<Lane>", sender: nil, role: "Billing",
      email: "nora@practice.example", name: "", app: .example, nameError: FieldError(id: "name", message: "Missing"),
      passwordError: FieldError(id: "password", message: "Short"), codeError: FieldError(id: "code", message: "Wrong")),
  ]
}
