import Templates

/// Too many wrong tries: says how long to wait. Shown with status 429.
struct WaitPage: Page {
  static let template = "identity/wait"
  let title: String
  /// Rounded up.
  let minutes: Int
  let backHref: String

  static let fields: [Field<WaitPage>] = [
    .text("title") { $0.title },
    .number("minutes") { $0.minutes },
    .text("backHref") { $0.backHref },
  ]
  static let examples = [
    WaitPage(title: "One moment, please", minutes: 1, backHref: "/sign-in"),
    WaitPage(title: "One moment, please", minutes: 15, backHref: "/harbor/sign-in"),
  ]
}
