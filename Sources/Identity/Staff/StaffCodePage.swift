import Routing
import Templates

/// Second step of the staff's sign-in: the code of the authenticator app.
struct StaffCodePage: Page {
  static let template = "identity/staff-code"
  let title: String
  /// Of the practice that is being signed in to.
  let practice: String
  let code: FormField

  static let fields: [Field<StaffCodePage>] = [
    .text("title") { $0.title },
    .text("practice") { $0.practice },
    .flag("hasErrors") { $0.code.error != nil },
    .list("errors") { $0.code.problems },
    .object("code") { $0.code },
  ]
  static let examples = [
    StaffCodePage(
      title: "Enter your code", practice: "Harbour Lane Practice", code: FormField(id: "code", value: "", error: nil)),
    StaffCodePage(
      title: "Enter your code", practice: "<Lane>",
      code: FormField(id: "code", value: "", error: "Not the current code")),
  ]
}
