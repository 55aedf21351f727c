import Routing
import Templates

/// First step of the staff's sign-in: who, and the password.
struct StaffSignInPage: Page {
  static let template = "identity/staff-sign-in"
  let title: String
  /// Its error is one sentence for an unknown address, a wrong password and an ended account alike.
  let email: FormField

  static let fields: [Field<StaffSignInPage>] = [
    .text("title") { $0.title },
    .object("email") { $0.email },
    .flag("hasErrors") { $0.email.error != nil },
    .list("errors") { $0.email.problems },
  ]
  static let examples = [
    StaffSignInPage(title: "Sign in", email: FormField(id: "email", value: "", error: nil)),
    StaffSignInPage(
      title: "Sign in", email: FormField(id: "email", value: "\"mira\"@practice.example", error: "Not right")),
  ]
}
