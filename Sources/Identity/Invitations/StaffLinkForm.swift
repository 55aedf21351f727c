import Core
import Database
import Routing
import Templates

/// What the forms behind links in mails to staff share: whose account it is, a password, a code, and what else each
/// asks for.
struct StaffLinkForm: TemplateModel {
  let action: String
  let practice: String
  /// Who sent it; nil when it was the operator of the box, or nobody else.
  let sender: String?
  let email: String
  /// Where an authenticator app is connected.
  let app: AppSetup?
  /// Where the account is made.
  let name: FormField?
  let password: FormField
  let code: FormField

  var problems: [FormProblem] { (name?.problems ?? []) + password.problems + code.problems }

  static let fields: [Field<StaffLinkForm>] = [
    .text("action") { $0.action },
    .text("practice") { $0.practice },
    .optionalText("sender") { $0.sender },
    .text("email") { $0.email },
    .object("app") { $0.app },
    .object("name") { $0.name },
    .object("password") { $0.password },
    .object("code") { $0.code },
    .number("least") { _ in PasswordRules.minimum },
  ]

  /// As it is at first, and with everything wrong.
  static func examples(_ purpose: StaffLinkPurpose) -> [StaffLinkForm] {
    let action = "/harbor/\(purpose.rawValue)/abc"
    let app: AppSetup? = purpose == .password ? nil : .example
    func field(_ id: String, _ error: String?) -> FormField { FormField(id: id, value: "", error: error) }
    return [
      StaffLinkForm(
        action: action, practice: "Harbour Lane Practice", sender: "Mira Specimen", email: "nora@practice.example",
        app: app, name: purpose == .invitation ? FormField(id: "name", value: "Nora Neu", error: nil) : nil,
        password: field("password", nil), code: field("code", nil)),
      StaffLinkForm(
        action: action, practice: "<Lane>", sender: nil, email: "nora@practice.example", app: app,
        name: purpose == .invitation ? field("name", "Missing") : nil, password: field("password", "Short"),
        code: field("code", "Wrong")),
    ]
  }

  /// - Parameters:
  ///   - secret: of the app that is connected; nil where none is.
  ///   - name: as typed; nil where nobody is asked for it.
  static func make(
    _ link: StaffLink, secret: TOTPSecret?, name: String?, _ errors: FormErrors, _ call: Call,
    _ practice: PracticeProfile
  ) -> StaffLinkForm {
    StaffLinkForm(
      action: link.purpose.path(call, practice), practice: practice.name, sender: link.maker?.name, email: link.email,
      app: secret.map { AppSetup($0, account: link.email, issuer: practice.name) },
      name: name.map { FormField("name", $0, errors, call) }, password: FormField("password", "", errors, call),
      code: FormField("code", "", errors, call))
  }
}
