import Templates

/// The button behind the link of the mail.
struct PatientLinkPage: Page {
  static let template = "identity/patient-link"
  let title: String
  let slug: String
  let token: String

  static let fields: [Field<PatientLinkPage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
    .text("token") { $0.token },
  ]
  static let examples = [PatientLinkPage(title: "Sign in", slug: "harbor", token: "abc_-")]
}

/// The link was opened in another browser than the one that asked for it.
struct OtherBrowserPage: Page {
  static let template = "identity/other-browser"
  let title: String
  let slug: String

  static let fields: [Field<OtherBrowserPage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
  ]
  static let examples = [OtherBrowserPage(title: "Use the code", slug: "harbor")]
}

/// Link or code are used, too old, or were guessed at too often.
struct SignInOverPage: Page {
  static let template = "identity/sign-in-over"
  let title: String
  let slug: String

  static let fields: [Field<SignInOverPage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
  ]
  static let examples = [SignInOverPage(title: "This no longer works", slug: "harbor")]
}
