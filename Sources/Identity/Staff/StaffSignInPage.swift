import Templates

/// First step of the staff's sign-in: who, and the password.
struct StaffSignInPage: Page {
  static let template = "identity/staff-sign-in"
  let title: String
  let email: String
  /// One sentence for an unknown address, a wrong password and an ended account alike.
  let error: FieldError?

  static let fields: [Field<StaffSignInPage>] = [
    .text("title") { $0.title },
    .text("email") { $0.email },
    .flag("hasErrors") { $0.error != nil },
    .list("errors") { [$0.error].compactMap { $0 } },
    .object("emailError") { $0.error },
  ]
  static let examples = [
    StaffSignInPage(title: "Sign in", email: "", error: nil),
    StaffSignInPage(
      title: "Sign in", email: "\"mira\"@practice.example", error: FieldError(id: "email", message: "Not right")),
  ]
}
