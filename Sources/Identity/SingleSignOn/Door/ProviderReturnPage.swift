import Routing
import Templates

/// Back from the provider: one button goes on. Scripts press it.
struct ProviderReturnPage: Page {
  static let template = "identity/provider-return"
  let title: String
  /// To the page that connects an account, rather than into a session.
  let isConnecting: Bool
  let action: String
  let fields: [HiddenField]

  static let fields: [Field<ProviderReturnPage>] = [
    .text("title") { $0.title },
    .flag("isConnecting") { $0.isConnecting },
    .text("action") { $0.action },
    .list("carried") { $0.fields },
  ]
  static let examples = [
    ProviderReturnPage(
      title: "Signing you in", isConnecting: false, action: "/sign-in/at/harbor/session",
      fields: [HiddenField(name: "code", value: "\"<c>")]),
    ProviderReturnPage(
      title: "Signing you in", isConnecting: true, action: "/account/single-sign-on/return",
      fields: [HiddenField(name: "code", value: "c"), HiddenField(name: "state", value: "s")]),
  ]
}
