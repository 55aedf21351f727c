import Templates

/// A patient's e-mail address, for a link and a code.
struct PatientSignInPage: Page {
  static let template = "identity/patient-sign-in"
  let title: String
  let slug: String
  let email: String
  let error: FieldError?

  static let fields: [Field<PatientSignInPage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
    .text("email") { $0.email },
    .flag("hasErrors") { $0.error != nil },
    .list("errors") { [$0.error].compactMap { $0 } },
    .object("emailError") { $0.error },
  ]
  static let examples = [
    PatientSignInPage(title: "Sign in", slug: "harbor", email: "", error: nil),
    PatientSignInPage(
      title: "Sign in", slug: "harbor", email: "pat@", error: FieldError(id: "email", message: "Not complete")),
  ]
}
