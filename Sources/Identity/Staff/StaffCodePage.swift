import Templates

/// Second step of the staff's sign-in: the code of the authenticator app.
struct StaffCodePage: Page {
  static let template = "identity/staff-code"
  let title: String
  /// Of the practice that is being signed in to.
  let practice: String
  let error: FieldError?

  static let fields: [Field<StaffCodePage>] = [
    .text("title") { $0.title },
    .text("practice") { $0.practice },
    .flag("hasErrors") { $0.error != nil },
    .list("errors") { [$0.error].compactMap { $0 } },
    .object("codeError") { $0.error },
  ]
  static let examples = [
    StaffCodePage(title: "Enter your code", practice: "Harbour Lane Practice", error: nil),
    StaffCodePage(
      title: "Enter your code", practice: "<Lane>", error: FieldError(id: "code", message: "Not the current code")),
  ]
}
