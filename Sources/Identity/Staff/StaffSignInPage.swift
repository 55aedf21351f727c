import Routing
import Templates

/// First step of the staff's sign-in: who, and the password.
struct StaffSignInPage: Page {
  static let template = "identity/staff-sign-in"
  let title: String
  /// Its error is one sentence for an unknown address, a wrong password and an ended account alike.
  let email: FormField
  /// At the address of one practice; nil where any practice's staff sign in.
  var provider: ProviderButton?

  /// One practice's own sign-in.
  struct ProviderButton: TemplateModel {
    let practice: String
    /// Of its identity provider; nil for a practice that has none.
    let host: String?
    let href: String
    static let fields: [Field<ProviderButton>] = [
      .text("practice") { $0.practice },
      .optionalText("host") { $0.host },
      .text("href") { $0.href },
    ]
  }

  static let fields: [Field<StaffSignInPage>] = [
    .text("title") { $0.title },
    .object("provider") { $0.provider },
    .object("email") { $0.email },
    .flag("hasErrors") { $0.email.error != nil },
    .list("errors") { $0.email.problems },
  ]
  static let examples = [
    StaffSignInPage(title: "Sign in", email: FormField(id: "email", value: "", error: nil)),
    StaffSignInPage(
      title: "Sign in", email: FormField(id: "email", value: "\"mira\"@practice.example", error: "Not right"),
      provider: ProviderButton(
        practice: "<Lane>", host: "login.practice.example", href: "/sign-in/at/lane/provider")),
    StaffSignInPage(
      title: "Sign in", email: FormField(id: "email", value: "", error: nil),
      provider: ProviderButton(practice: "מרפאת הגבעה", host: nil, href: "/sign-in/at/hill/provider")),
  ]
}
