import Core
import Crypto
import Database
import Routing
import Web
import Templates

/// `/{practice}/sign-in/link/{token}`: opening it shows a button and changes nothing, however often a mail scanner
/// fetches it. The button, in the browser that asked, signs in, once.
enum PatientLink {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (token, challenge) = try find(call, in: db)
    guard challenge.isOpen(at: call.now) else { return .page(PatientCode.over(call, db.practice.slug), status: 410) }
    guard isOwn(challenge, call) else {
      return .page(OtherBrowserPage(title: call.text.text("identity.other.title"), slug: db.practice.slug))
    }
    return .page(
      PatientLinkPage(title: call.text.text("identity.link.title"), slug: db.practice.slug, token: token.text))
  }

  @Sendable static func follow(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (_, challenge) = try find(call, in: db.reader)
    guard challenge.isOpen(at: call.now), let holder = challenge.holder else {
      return .page(PatientCode.over(call, db.practice.slug), status: 410)
    }
    guard isOwn(challenge, call) else {
      return .page(OtherBrowserPage(title: call.text.text("identity.other.title"), slug: db.practice.slug), status: 409)
    }
    let session = NewSession(holder, [.mail], mailbox: challenge.mailbox, call)
    let old = Sessions.token(call.request, .patient)
    do {
      try db.transaction(session.event) { tx in
        guard try Challenges.use(challenge.id, now: call.now, in: tx) else { throw Used() }
        try session.store(replacing: old, in: tx)
      }
    } catch is Used {
      return .page(PatientCode.over(call, db.practice.slug), status: 410)
    }
    return .redirect(try PortalChoice.start(challenge.mailbox, call, db.reader), cookies: session.cookies)
  }

  /// Undoes the transaction of the slower of two.
  private struct Used: Error {}

  private static func find(_ call: Call, in db: borrowing TenantReader) throws -> (Token, Challenge) {
    guard let token = call.parameters["token"].flatMap({ Token(text: $0) }),
      let challenge = try Challenges.find(link: token, in: db)
    else { throw Refusal.notFound }
    return (token, challenge)
  }

  private static func isOwn(_ challenge: Challenge, _ call: Call) -> Bool {
    Visitor.hash(call.request).map { Digest.areEqual($0, challenge.browserHash) } ?? false
  }
}
