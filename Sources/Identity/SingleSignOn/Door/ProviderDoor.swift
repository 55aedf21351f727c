import Core
import Database
import Routing
import Templates
import Web

/// `/sign-in/at/{practice}`: the staff sign-in of one practice, with its own identity provider where it has one, and the
/// way there and back. Nothing changes before the browser comes back and sends our own form.
struct ProviderDoor: Sendable {
  let settings: IdentitySettings

  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let email = FormField(
      id: "email", value: "", error: call.query["back"] == nil ? nil : call.text.text("identity.provider.back"))
    return .page(
      StaffSignInPage(
        title: call.text.text("identity.staff.title"), email: email, provider: try button(db)))
  }

  /// To the provider. The browser must be known by its cookie: what comes back counts in it alone.
  @Sendable func leave(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let slug = db.practice.slug
    guard let visitor = Visitor.hash(call.request), let provider = try Providers.usable(in: db) else {
      return .redirect(Provider.path(of: slug))
    }
    let state = try SignOnState.make(.signIn, holder: visitor, provider, now: call.now, in: db)
    return .response(.leaving(to: state.address(at: provider, redirect: Provider.redirect(to: slug, settings))))
  }

  /// Where the provider sends the browser. A cross-site request carries no session of staff, and a GET changes nothing:
  /// the page holds the form that goes on with it.
  @Sendable static func comeBack(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let slug = db.practice.slug
    guard let answer = AuthorizationAnswer(call.query), let purpose = SignOnState.purpose(of: answer.state) else {
      return .redirect(Provider.path(of: slug) + "?back=1")
    }
    return .page(
      ProviderReturnPage(
        title: call.text.text("identity.provider.returnTitle"), isConnecting: purpose == .connect,
        action: purpose == .connect ? ProviderLinking.path + "/return" : Provider.path(of: slug) + "/session",
        fields: answer.fields.map { HiddenField(name: $0.name, value: $0.value) }))
  }

  static func button(_ db: borrowing TenantReader) throws -> StaffSignInPage.ProviderButton {
    let provider = try Providers.usable(in: db)
    return StaffSignInPage.ProviderButton(
      practice: db.practice.name, host: provider?.host, href: Provider.path(of: db.practice.slug) + "/provider")
  }
}
