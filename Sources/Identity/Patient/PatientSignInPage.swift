import Routing
import Templates

/// A patient's e-mail address, for a link and a code.
struct PatientSignInPage: Page {
  static let template = "identity/patient-sign-in"
  let title: String
  let slug: String
  let email: FormField

  static let fields: [Field<PatientSignInPage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
    .object("email") { $0.email },
    .flag("hasErrors") { $0.email.error != nil },
    .list("errors") { $0.email.problems },
  ]
  static let examples = [
    PatientSignInPage(title: "Sign in", slug: "harbor", email: FormField(id: "email", value: "", error: nil)),
    PatientSignInPage(
      title: "Sign in", slug: "harbor", email: FormField(id: "email", value: "pat@", error: "Not complete")),
  ]
}
