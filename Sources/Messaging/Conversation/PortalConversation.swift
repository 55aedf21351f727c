import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal/conversation`: messages with the practice, behind a second factor.
enum PortalConversation {
  static let path = "/portal/conversation"

  /// `GET /portal/conversation?page=2`. What is new shows once it was opened: what a browser fetches ahead was not read.
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, patient, error: nil, isFresh: false, db))
  }

  /// `POST /portal/conversation`
  @Sendable static func write(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    guard try mayWrite(patient, now: call.now, db.reader) else { throw Refusal.notFound }
    var errors = FormErrors()
    let draft = try ConversationForm.read(call, &errors)
    if errors.isEmpty, try WrittenMessages.open(of: patient, in: db.reader) >= MessageDraft.openLimit {
      errors.refuse("text", "conversation.portal.tooMany")
    }
    guard errors.isEmpty else {
      let error = errors.message(for: "text", in: call.text)
      return .page(try page(call, patient, error: error, isFresh: false, db.reader), status: 422)
    }
    let id = WrittenMessageID.make()
    let author: WrittenMessage.Author = if case .guardian = db.scope.actor { .guardian } else { .patient }
    let event = AuditEvent("message.write", "messaging_message", id.id, patient: patient)
    do {
      try db.transaction(event) { tx in
        try WrittenMessages.write(draft, as: id, by: author, .portal, with: patient, now: call.now, in: tx)
      }
    } catch let error as DatabaseError where error.isDuplicate {
      guard try WrittenMessages.text(ofForm: draft.key, with: patient, in: db.reader) == draft.text else {
        let error = call.text.text("conversation.sentBefore")
        return .page(try page(call, patient, error: error, isFresh: true, db.reader), status: 409)
      }
    }
    return .redirect(path + "?done=written")
  }

  /// What the practice began is answered; they begin themselves where the practice says so.
  private static func mayWrite(_ patient: PatientID, now: Instant, _ db: borrowing TenantReader) throws -> Bool {
    guard let person = try MessagePersons.find(patient, now: now, in: db), !person.isDeceased else { return false }
    return try Answering.find(in: db).patientsWrite || WrittenMessages.isBegun(with: patient, in: db)
  }

  /// `POST /portal/conversation/reading`: opens what is new. A second time it is open already.
  @Sendable static func open(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    if try WrittenMessages.unopened(of: patient, in: db.reader) > 0 {
      let reader: WrittenMessage.Reader = if case .guardian = db.scope.actor { .guardian } else { .patient }
      let event = AuditEvent("message.open", "messaging_message", nil, patient: patient)
      try db.transaction(event) { tx in
        try WrittenMessages.open(of: patient, by: reader, now: call.now, in: tx)
      }
    }
    return .redirect(path)
  }

  private static func page(
    _ call: Call, _ patient: PatientID, error: String?, isFresh: Bool, _ db: borrowing TenantReader
  ) throws -> PortalConversationPage {
    let number = PageNumber.read(call)
    let found = try WrittenMessages.page(number, of: patient, in: db)
    let shown = found.prefix(WrittenMessages.pageSize)
    let words = ConversationWords(call: call, zone: try Zone(name: db.practice.zoneName), isForStaff: false)
    let unopened = try WrittenMessages.unopened(of: patient, in: db)
    return PortalConversationPage(
      title: call.text.text("conversation.portal.title"), patient: try InboxHandlers.name(patient, db),
      notice: call.query["done"] == "written" ? call.text.text("conversation.portal.done") : nil,
      openAction: unopened > 0 ? path + "/reading" : nil,
      openWords: call.text.text("conversation.portal.open", count: unopened),
      form: try mayWrite(patient, now: call.now, db)
        ? ConversationForm(action: path, call, error: error, isFresh: isFresh, latest: nil) : nil,
      when: call.text.text("conversation.portal.when", count: try Answering.find(in: db).days),
      lines: shown.filter { !$0.isUnopened }.map { words.line($0, []) },
      newerHref: PageNumber.newer(number, path),
      olderHref: found.count > shown.count ? PageNumber.older(number, path) : nil)
  }
}
