import Routing
import Templates

/// The form of both pages, `templates/identity/_passkey-form`.
struct PasskeyForm: TemplateModel {
  let action: String
  let back: String
  /// Where to go afterwards.
  let next: String?
  let challenge: String
  let site: String
  let userID: String
  let userName: String
  /// Credentials the person has, by blanks.
  let known: String
  let label: FormField
  static let fields: [Field<PasskeyForm>] = [
    .text("action") { $0.action },
    .text("backHref") { $0.back },
    .optionalText("nextPage") { $0.next },
    .text("challenge") { $0.challenge },
    .text("site") { $0.site },
    .text("userID") { $0.userID },
    .text("passkeyUser") { $0.userName },
    .text("known") { $0.known },
    .object("label") { $0.label },
  ]
  static let examples = [
    PasskeyForm(
      action: "/account/passkeys", back: "/account/security", next: nil, challenge: "AAAA", site: "praxis.example",
      userID: "AAAA", userName: "Mira", known: "", label: FormField(id: "name", value: "Phone", error: nil)),
    PasskeyForm(
      action: "/portal/passkeys", back: "/portal/security", next: "/portal/record/access", challenge: "AAAA",
      site: "praxis.example", userID: "AAAA", userName: "Mira", known: "AA BB",
      label: FormField(id: "name", value: "", error: "Name it")),
  ]
}

struct PasskeyNewPage: Page {
  static let template = "identity/passkey-new"
  let title: String
  let form: PasskeyForm
  static let fields: [Field<PasskeyNewPage>] = [
    .text("title") { $0.title },
    .object("form") { $0.form },
    .flag("hasErrors") { $0.form.label.error != nil },
    .list("errors") { $0.form.label.problems },
  ]
  static let examples = PasskeyForm.examples.map { PasskeyNewPage(title: "New passkey", form: $0) }
}

/// The same in the portal.
struct PortalPasskeyNewPage: Page {
  static let template = "portal/portal-passkey-new"
  let title: String
  let form: PasskeyForm
  static let fields: [Field<PortalPasskeyNewPage>] = [
    .text("title") { $0.title },
    .object("form") { $0.form },
    .flag("hasErrors") { $0.form.label.error != nil },
    .list("errors") { $0.form.label.problems },
  ]
  static let examples = PasskeyForm.examples.map { PortalPasskeyNewPage(title: "New passkey", form: $0) }
}
