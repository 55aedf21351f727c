import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// `/{practice}/sign-in/{challenge}`: the six digits from the mail, typed in the browser that asked for them.
enum PatientCode {
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let challenge = try own(call, in: db)
    guard challenge.isOpen(at: call.now) else { return .page(over(call, db.practice.slug), status: 410) }
    return .page(try page(call, challenge, error: nil, db))
  }

  @Sendable static func check(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let challenge = try own(call, in: db.reader)
    let code = String(decoding: (call.form["code"] ?? "").utf8.filter { $0 != 0x20 }, as: UTF8.self)
    guard code.utf8.count == 6, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      guard challenge.isOpen(at: call.now) else { return .page(over(call, db.practice.slug), status: 410) }
      let error = call.text.text("identity.mail.sixDigits")
      return .page(try page(call, challenge, error: error, db.reader), status: 422)
    }
    let isRight = Digest.areEqual(try Challenges.codeHash(code, of: challenge.id, in: db.reader), challenge.codeHash)
    switch try attempt(challenge, isRight: isRight, call, db) {
    case .over: return .page(over(call, db.practice.slug), status: 410)
    case .began(let session):
      return .redirect(try PortalChoice.start(challenge.mailbox, call, db.reader), cookies: session.cookies)
    case .wrong:
      let left = challenge.triesLeft - 1
      guard left > 0 else { return .page(over(call, db.practice.slug), status: 410) }
      let error = call.text.text("identity.mail.wrong", count: left)
      return .page(try page(call, challenge, error: error, db.reader), status: 422)
    }
  }

  private enum Attempt {
    case over, wrong
    case began(NewSession)
  }

  /// The try is counted in the same transaction, right or wrong, before anything else: tries sent side by side are
  /// counted one after the other.
  private static func attempt(
    _ challenge: Challenge, isRight: Bool, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Attempt {
    let old = Sessions.token(call.request, .patient)
    return try db.transaction(AuditEvent("challenge.try", "identity_email_challenge", challenge.id)) { tx in
      guard try Challenges.countTry(challenge.id, now: call.now, in: tx) else { return .over }
      guard isRight, let holder = challenge.holder, try Challenges.use(challenge.id, now: call.now, in: tx) else {
        try tx.audit(
          AuditEvent("session.refuse", "identity_email_challenge", challenge.id, patient: challenge.patient))
        return .wrong
      }
      let session = NewSession(holder, [.mail], mailbox: challenge.mailbox, call)
      try session.store(replacing: old, in: tx)
      try tx.audit(session.event)
      return .began(session)
    }
  }

  /// The challenge of the path, when this browser asked for it. For all others it does not exist.
  private static func own(_ call: Call, in db: borrowing TenantReader) throws -> Challenge {
    guard let visitor = Visitor.hash(call.request),
      let id = call.parameters["challenge"].flatMap({ EntityID(text: $0) }),
      let challenge = try Challenges.find(id, in: db), Digest.areEqual(challenge.browserHash, visitor)
    else { throw Refusal.notFound }
    return challenge
  }

  static func over(_ call: Call, _ slug: String) -> SignInOverPage {
    SignInOverPage(title: call.text.text("identity.over.title"), slug: slug)
  }

  private static func page(
    _ call: Call, _ challenge: Challenge, error: String?, _ db: borrowing TenantReader
  ) throws -> PatientCodePage {
    let zone = try Zone(name: db.practice.zoneName)
    return PatientCodePage(
      title: call.text.text("identity.mail.title"), slug: db.practice.slug, challenge: challenge.id.description,
      until: call.formats.time(zone.local(challenge.expiresAt).time),
      zone: call.formats.zoneLabel(zone, at: challenge.expiresAt),
      code: FormField(id: "code", value: "", error: error))
  }
}
