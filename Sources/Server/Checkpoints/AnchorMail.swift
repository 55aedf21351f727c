import Core
import Crypto
@_spi(Bootstrap) import Database
import Outbound
import SQL
import Templates

/// The daily mail to the owners of a practice with the proof of where their audit trail stands. It names no person.
struct AnchorMail: Sendable {
  let log: CheckpointLog
  let keyPath: String
  /// Nil where mail has no way out.
  let transport: (any MailTransport)?
  let sender: MailAddress
  let catalogs: Catalogs

  private struct Owner {
    let id: UserID
    let email: String
    let language: Language
  }

  var job: JobHandler { JobHandler("audit.anchor") { job, now, db in try send(day: job.payload, now, db) } }

  func send(day: String, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let transport else { return .dead(reason: "no mail server is set") }
    guard let anchor = try anchor(of: db.scope.practice.id) else { return .retry(reason: "no checkpoint yet") }
    var refused = 0
    let owners = try owners(in: db.reader)
    for owner in owners {
      guard let message = message(anchor, to: owner, day, now, db.practice) else {
        refused += 1
        continue
      }
      switch transport.send(message) {
      case .accepted, .unknown: continue
      case .refusedForever: refused += 1
      // Sending it to the others twice does no harm: it is the same mail, with the same id.
      case .tryLater, .misconfigured: return .retry(reason: "the mail server did not take it")
      }
    }
    let reached = owners.count - refused
    let event = AuditEvent(
      "audit.anchor", "audit_head", nil, fields: ["sent=\(reached)", "refused=\(refused)"],
      result: reached > 0 ? .done : .failed)
    try db.transaction(event) { _ in }
    return .done
  }

  private func anchor(of practice: EntityID) throws -> Anchor? {
    guard let tail = try log.tail(), let head = tail.heads?[practice], let time = tail.time else { return nil }
    return Anchor(
      head, time: time, checkpoint: tail.number, lineHash: tail.previous, key: try SigningKeyFile.read(path: keyPath))
  }

  private func owners(in db: borrowing TenantReader) throws -> [Owner] {
    let column = SealedColumn("identity_user", "sealed_email")
    return try db.rows(
      """
      SELECT id, sealed_email, language FROM identity_user
      WHERE practice_id = \(db.scope) AND role = 'owner' AND status = 'active' ORDER BY id
      """
    ) { row in
      let id = try row.id(0, as: UserID.self)
      return Owner(id: id, email: try row.opened(1, column, row: id.id), language: try row.choice(2))
    }
  }

  private func message(
    _ anchor: Anchor, to owner: Owner, _ day: String, _ now: Instant, _ practice: PracticeProfile
  ) -> MailMessage? {
    let domain = sender.address.split(separator: "@").last.map(String.init) ?? ""
    guard let to = MailAddress(owner.email), let id = MessageID("anchor.\(day).\(owner.id)@\(domain)"),
      let from = MailAddress(sender.address, name: practice.name)
    else { return nil }
    let words = catalogs.localizer(for: owner.language)
    return MailMessage(
      id: id, date: now, from: from, to: to,
      subject: words.text("oversight.anchor.subject", ["practice": practice.name]), language: owner.language,
      text: text(anchor, words, practice))
  }

  private func text(_ anchor: Anchor, _ words: Localizer, _ practice: PracticeProfile) -> String {
    let moment = UTCText.seconds(anchor.time)
    return [
      words.text("oversight.anchor.lead", ["practice": practice.name]),
      words.text("oversight.anchor.state", count: anchor.head.count, ["seq": "\(anchor.head.seq)", "time": moment]),
      words.text("oversight.anchor.keep"),
      words.text("oversight.anchor.check") + "\n\n    praxis audit verify --practice \(practice.slug) --anchor FILE",
      words.text("oversight.anchor.answer"),
      anchor.text,
    ].joined(separator: "\n\n") + "\n"
  }
}
