import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// `/portal/messages`: what the practice's rules told the patient, where nobody needs a mail for it.
enum InboxHandlers {
  static let path = "/portal/messages"

  /// `GET /portal/messages?page=2`
  @Sendable static func list(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    // As far as anybody leafs, and far from where a number is too large to count with.
    let number = min(max(Int(call.query["page"] ?? "") ?? 1, 1), 500)
    let found = try Inbox.page(number, of: patient, in: db)
    let zone = try Zone(name: db.practice.zoneName)
    return .page(
      InboxPage(
        title: call.text.text("inbox.title"), patient: try name(patient, db),
        rows: found.prefix(Inbox.pageSize).map { row($0, zone, call) },
        newerHref: number > 1 ? "\(path)?page=\(number - 1)" : nil,
        olderHref: found.count > Inbox.pageSize ? "\(path)?page=\(number + 1)" : nil))
  }

  /// `GET /portal/messages/{message}`. Looking changes nothing: what a browser fetches ahead was not read.
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    guard let (message, about) = try Inbox.find(try call.id("message"), of: patient, now: call.now, in: db) else {
      throw Refusal.notFound
    }
    let zone = try Zone(name: db.practice.zoneName)
    let link = try link(about, db)
    return .page(
      InboxMessagePage(
        title: message.text.subject, patient: try name(patient, db), language: message.language.rawValue,
        direction: message.language.direction, date: moment(message.placedAt, zone, call),
        machineDate: zone.local(message.placedAt).description,
        paragraphs: message.text.paragraphs.map { InboxMessagePage.Paragraph(lines: $0) },
        markAction: message.readAt == nil ? "\(path)/\(message.id)/reading" : nil, href: link.href,
        action: call.text.text(link.words)))
  }

  /// `POST /portal/messages/{message}/reading`: opens it. A second time it is open already.
  @Sendable static func open(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    let id: NoticeID = try call.id("message")
    guard let (message, _) = try Inbox.find(id, of: patient, now: call.now, in: db.reader) else {
      throw Refusal.notFound
    }
    if message.readAt == nil {
      let isGuardian = if case .guardian = db.scope.actor { true } else { false }
      let event = AuditEvent("notice.read", "messaging_notice", id.id, patient: patient)
      try db.transaction(event) { tx in try Inbox.markRead(id, byGuardian: isGuardian, now: call.now, in: tx) }
    }
    return .redirect("\(path)/\(id)")
  }

  private static func row(_ message: InboxMessage, _ zone: Zone, _ call: Call) -> InboxRow {
    let isNew = message.readAt == nil
    let href = "\(path)/\(message.id)"
    return InboxRow(
      openAction: isNew ? href + "/reading" : nil, href: href, subject: message.text.subject,
      language: message.language.rawValue, direction: message.language.direction,
      date: moment(message.placedAt, zone, call), machineDate: zone.local(message.placedAt).description)
  }

  private static func moment(_ instant: Instant, _ zone: Zone, _ call: Call) -> String {
    let local = zone.local(instant)
    return call.formats.date(local.date, .long) + ", " + call.formats.time(local.time)
  }

  /// Where to go on from a message, as things are now.
  private static func link(
    _ about: InboxMessage.About?, _ db: borrowing TenantReader
  ) throws -> (href: String, words: String) {
    let slug = db.practice.slug
    switch about {
    case .appointment(let id, let sequence, isAhead: true):
      return (try db.managePath(id, sequence: sequence), "inbox.visit")
    case .answer: return ("/portal/answers", "inbox.answer")
    case .offer(let id, isOpen: true): return ("/\(slug)/offers/\(try db.offerToken(id).text)", "inbox.offer")
    case .appointment, .offer, nil: return ("/\(slug)/book", "inbox.book")
    }
  }

  /// Whose they are, for those who act for somebody.
  static func name(_ patient: PatientID, _ db: borrowing TenantReader) throws -> String? {
    guard case .guardian = db.scope.actor else { return nil }
    return try PatientNames.find(patient, in: db)?.full
  }
}
