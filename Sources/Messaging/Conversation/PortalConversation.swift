import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal/conversation`: messages with the practice, behind a second factor.
enum PortalConversation {
  static let path = "/portal/conversation"

  /// Whether the patient's side may write.
  private enum Writing: String {
    case open
    /// The practice began nothing and lets nobody begin.
    case never
    /// The practice may not use the record, so nobody there could answer.
    case restricted
    /// Nobody of the practice can write to the patient any more.
    case inactive
  }

  /// Whom the conversation is with, and the practice's rule for it.
  struct Terms {
    let person: MessagePerson?
    let answering: Answering

    static func read(_ patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> Terms {
      Terms(person: try MessagePersons.find(patient, now: now, in: db), answering: try Answering.find(in: db))
    }
  }

  /// `GET /portal/conversation?page=2`. What is new shows once it was opened: what a browser fetches ahead was not read.
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    let terms = try Terms.read(patient, now: call.now, in: db)
    let page = try page(call, patient, terms, FormErrors(), db)
    return page.isPastTheEnd ? .redirect(path) : .page(page)
  }

  /// `POST /portal/conversation`
  @Sendable static func write(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    let terms = try Terms.read(patient, now: call.now, in: db.reader)
    var errors = FormErrors()
    let draft = try ConversationForm.read(call, &errors)
    // Pressed twice, the last one that was allowed is there, and one more would be too many.
    if try WrittenMessages.isWritten(draft, .portal, with: patient, in: db.reader) {
      return .redirect(path + "?done=written")
    }
    guard try writing(terms, db.reader) == .open else {
      return .page(try page(call, patient, terms, FormErrors(), db.reader), status: 409)
    }
    if errors.isEmpty, try WrittenMessages.open(of: patient, in: db.reader) >= MessageDraft.openLimit {
      errors.refuse("text", "conversation.portal.tooMany")
    }
    guard errors.isEmpty else {
      return .page(try page(call, patient, terms, errors, db.reader), status: 422)
    }
    let id = WrittenMessageID.make()
    let author: WrittenMessage.Author = WrittenMessage.Reader(db.scope.actor) == .guardian ? .guardian : .patient
    let event = AuditEvent("message.write", "messaging_message", id.id, patient: patient, fields: ["portal"])
    do {
      try db.transaction(event) { tx in
        try WrittenMessages.write(draft, as: id, by: author, .portal, with: patient, now: call.now, in: tx)
      }
    } catch let error as DatabaseError where error.isDuplicate {
      guard try WrittenMessages.isWritten(draft, .portal, with: patient, in: db.reader) else {
        errors.refuse("text", "conversation.sentBefore")
        return .page(try page(call, patient, terms, errors, isFresh: true, db.reader), status: 409)
      }
    }
    return .redirect(path + "?done=written")
  }

  /// What the practice began is answered; they begin themselves where the practice says so.
  private static func writing(_ terms: Terms, _ db: borrowing TenantReader) throws -> Writing {
    guard let person = terms.person, !person.isDeceased else { return .never }
    guard try terms.answering.patientsWrite || WrittenMessages.isBegun(with: person.patient, in: db) else {
      return .never
    }
    if person.isRestricted || person.isContactErased { return .restricted }
    return person.isActive ? .open : .inactive
  }

  private struct OpenedBefore: Error {}

  /// `POST /portal/conversation/reading?page=2`: opens what is new on the page. A second time it is open already.
  @Sendable static func open(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    let (number, reader) = (PageNumber.read(call), WrittenMessage.Reader(db.scope.actor))
    let shown = try WrittenMessages.page(number, of: patient, isForStaff: false, in: db.reader).prefix(
      WrittenMessages.pageSize)
    for message in shown where message.isUnopened(by: reader) {
      let event = AuditEvent("message.open", "messaging_message", message.id.id, patient: patient)
      do {
        try db.transaction(event) { tx in
          let isNew = try WrittenMessages.open(message.id, of: patient, by: reader, now: call.now, in: tx)
          guard isNew else { throw OpenedBefore() }
        }
      } catch is OpenedBefore {}
    }
    return .redirect(number > 1 ? "\(path)?page=\(number)" : path)
  }

  /// - Parameter isNamed: whose it is stands above it even where that is the reader.
  static func page(
    _ call: Call, _ patient: PatientID, _ terms: Terms, _ errors: FormErrors, isFresh: Bool = false,
    isNamed: Bool = false, _ db: borrowing TenantReader
  ) throws -> PortalConversationPage {
    let (number, reader) = (PageNumber.read(call), WrittenMessage.Reader(db.scope.actor))
    let found = try WrittenMessages.page(number, of: patient, isForStaff: false, in: db)
    let shown = found.prefix(WrittenMessages.pageSize)
    let words = ConversationWords(call: call, zone: try Zone(name: db.practice.zoneName), isForStaff: false)
    let unopened = shown.count { $0.isUnopened(by: reader) }
    let writing = try writing(terms, db)
    // What was typed is not taken from anybody, whatever became of the record meanwhile.
    let wasTyped = call.form["text"] != nil
    let (hasForm, saysWhy) = (writing == .open || wasTyped, writing != .open && (writing != .never || wasTyped))
    let guardians = reader == .patient ? terms.person?.guardians.count ?? 0 : 0
    let minutes = (call.session?.idleSeconds ?? 0) / 60
    return PortalConversationPage(
      title: call.text.text("conversation.portal.title"),
      patient: try isNamed ? PatientNames.find(patient, in: db)?.full : InboxHandlers.name(patient, db),
      notice: call.query["done"] == "written" ? call.text.text("conversation.portal.done") : nil,
      obstacle: saysWhy ? call.text.text("conversation.portal.\(writing.rawValue)") : nil,
      openAction: unopened > 0 ? path + "/reading" + (number > 1 ? "?page=\(number)" : "") : nil,
      openWords: call.text.text("conversation.portal.open", count: unopened),
      form: hasForm
        ? ConversationForm(
          action: path, call, errors, isFresh: isFresh, latest: nil, closeAction: nil,
          canSend: writing == .open) : nil,
      when: call.text.text("conversation.portal.when", count: terms.answering.days),
      readers: call.text.text("conversation.portal.desk")
        + (guardians > 0 ? " " + call.text.text("conversation.portal.readers", count: guardians) : ""),
      timeOut: call.text.text("conversation.portal.timeOut", count: Int(minutes)),
      lines: shown.filter { !$0.isUnopened(by: reader) }.map { words.line($0, []) },
      newerHref: PageNumber.newer(number, path),
      olderHref: found.count > shown.count ? PageNumber.older(number, path) : nil)
  }
}
