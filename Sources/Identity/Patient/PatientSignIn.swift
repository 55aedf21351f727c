import Core
import Database
import Routing
import Templates
import Web

/// A patient asks for a link and a code by mail. Whether the address is known changes nothing that can be seen: the
/// same row, the same job, the same page.
enum PatientSignIn {
  static let minutes = 10

  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(page(call, practice: db.practice.slug, email: "", error: nil))
  }

  @Sendable static func request(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let visitor = Visitor.hash(call.request) else { throw Refusal.forbidden }
    // The page says that no mail is sent from here: nobody is to wait for one.
    guard call.sendsMail else {
      return .page(page(call, practice: db.practice.slug, email: "", error: nil), status: 409)
    }
    let typed = call.form["email"] ?? ""
    let email: EmailAddress
    do throws(EmailAddressError) { email = try EmailAddress(typed) } catch {
      let problem = call.text.text("identity.email.malformed")
      return .page(page(call, practice: db.practice.slug, email: typed, error: problem), status: 422)
    }
    if try Challenges.isBusy(visitor: visitor, now: call.now, in: db.reader) {
      return WaitPage.reply(
        Challenges.browserWindowMinutes * 60, proveBy: nil, backTo: "/\(db.practice.slug)/sign-in", call)
    }
    let id = try Challenges.make(for: email, visitor: visitor, now: call.now, in: db)
    return .redirect("/\(db.practice.slug)/sign-in/\(id)", cookies: [PortalDoor.remember(db.practice.slug)])
  }

  private static func page(_ call: Call, practice: String, email: String, error: String?) -> PatientSignInPage {
    PatientSignInPage(
      title: call.text.text("identity.patient.title"), slug: practice,
      email: FormField(id: "email", value: email, error: error))
  }
}
