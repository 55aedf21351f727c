import Core
import Database
import Routing
import SQL
import Templates
import Web

/// Messages with one patient, as staff write and read them.
enum ConversationHandlers {
  static func path(_ patient: PatientID) -> String { "/patients/\(patient)/conversation" }

  /// `GET /patients/{patient}/conversation?page=2`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let page = try page(call, try person(call, db), FormErrors(), db)
    return page.isPastTheEnd ? .redirect(path(page.id)) : .page(page)
  }

  private struct ClosedBefore: Error {}

  /// `POST /patients/{patient}/conversation/closure`: done without an answer. A second time it is done already.
  @Sendable static func close(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    let patient = person.patient
    guard let latest = ConversationForm.latest(call) else { throw Refusal.badRequest }
    guard TypedLines.clean(call.form["text"] ?? "").isEmpty else {
      return .page(try page(call, person, refused("text", "conversation.close.typed"), db.reader), status: 422)
    }
    let event = AuditEvent("message.close", "messaging_message", latest.id, patient: patient)
    do {
      try db.transaction(event) { tx in
        let count = try WrittenMessages.close(until: latest, of: patient, by: nil, now: call.now, in: tx)
        guard let count else { throw Refusal.notFound }
        if count == 0 { throw ClosedBefore() }
      }
    } catch is ClosedBefore {}
    return .redirect(path(patient) + "?done=closed")
  }

  /// `POST /patients/{patient}/conversation`
  @Sendable static func write(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    var errors = FormErrors()
    let draft = try ConversationForm.read(call, &errors)
    let medium = try MediumChoice.read(call, draft, &errors)
    // Pressed twice it is written, whatever stands in its way since.
    if let medium, try WrittenMessages.isWritten(draft, medium, with: person.patient, in: db.reader) {
      return done(medium, person.patient)
    }
    let media = try MessageMedia.read(for: person, sendsMail: call.sendsMail, in: db.reader)
    guard person.closure == nil, !media.possible.isEmpty else {
      return .page(try page(call, person, FormErrors(), media: media, db.reader), status: 409)
    }
    guard let medium, errors.isEmpty else {
      return .page(try page(call, person, errors, media: media, db.reader), status: 422)
    }
    guard media.obstacle(to: medium) == nil else {
      let errors = refused("medium", "conversation.medium.changed")
      return .page(try page(call, person, errors, media: media, db.reader), status: 409)
    }
    do {
      try write(draft, by: medium, media, call, db)
    } catch is ClosedBefore {
      // Two answers would puzzle the patient; the second is sent once its writer has seen the first.
      let errors = refused("text", "conversation.answeredMeanwhile")
      return .page(try page(call, person, errors, media: media, db.reader), status: 409)
    } catch let error as DatabaseError where error.isDuplicate {
      // Two at one time; with other words it is another message, and says so.
      guard try WrittenMessages.isWritten(draft, medium, with: person.patient, in: db.reader) else {
        let errors = refused("text", "conversation.sentBefore")
        return .page(try page(call, person, errors, media: media, isFresh: true, db.reader), status: 409)
      }
    }
    return done(medium, person.patient)
  }

  private static func done(_ medium: WrittenMessage.Medium, _ patient: PatientID) -> Reply {
    .redirect(path(patient) + "?done=" + (medium == .portal ? "written" : "sent"))
  }

  /// `POST /patients/{patient}/conversation/withdrawal`: takes words back that have not left. A second time it is done.
  @Sendable static func withhold(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    guard let message = WrittenMessageID(text: call.form["written"] ?? ""), let user = db.scope.actor.user else {
      throw Refusal.badRequest
    }
    let event = AuditEvent("notice.silence", "messaging_message", message.id, patient: person.patient)
    do {
      try db.transaction(event) { tx in
        try Withholding.withhold(message, of: person.patient, by: user, now: call.now, in: tx)
      }
    } catch Withholding.Refusal.isOnItsWay {
      let obstacle = call.text.text("conversation.withhold.tooLate")
      return .page(try page(call, person, FormErrors(), obstacle: obstacle, db.reader), status: 409)
    } catch Withholding.Refusal.isDone {}
    return .redirect(path(person.patient) + "?done=withheld")
  }

  /// The message, the end of the wait of what it answers, and what brings it or says that it waits: all or nothing.
  private static func write(
    _ draft: MessageDraft, by medium: WrittenMessage.Medium, _ media: MessageMedia, _ call: Call,
    _ db: borrowing TenantConnection
  ) throws {
    let (id, latest, patient) = (WrittenMessageID.make(), ConversationForm.latest(call), media.person.patient)
    let event = AuditEvent(
      "message.write", "messaging_message", id.id, patient: patient,
      fields: [medium.rawValue] + (latest == nil ? [] : ["answer"]))
    try db.transaction(event) { tx in
      try WrittenMessages.write(draft, as: id, by: .staff, medium, with: patient, now: call.now, in: tx)
      // Whoever answers has read what stood above the form.
      if let latest, try WrittenMessages.close(until: latest, of: patient, by: id, now: call.now, in: tx) == 0 {
        throw ClosedBefore()
      }
      if let notice = Notice(bringing: id, by: medium, media) {
        _ = try Notices.plan(notice, at: media.leaves(by: medium, now: call.now), now: call.now, in: tx)
      }
      try tx.enqueue(NewJob("message.written", payload: "\(id)", runAt: call.now, uniqueKey: "\(id)"))
    }
  }

  private static func refused(_ field: String, _ key: String) -> FormErrors {
    var errors = FormErrors()
    errors.refuse(field, key)
    return errors
  }

  private static func person(_ call: Call, _ db: borrowing TenantReader) throws -> MessagePerson {
    guard let person = try MessagePersons.find(try call.id("patient"), now: call.now, in: db) else {
      throw Refusal.notFound
    }
    return person
  }

  /// - Parameters:
  ///   - known: as far as the request has read them.
  ///   - obstacle: why what was asked for was not done; nil for what the person is in the way of.
  private static func page(
    _ call: Call, _ person: MessagePerson, _ errors: FormErrors, media known: MessageMedia? = nil,
    isFresh: Bool = false, obstacle: String? = nil, _ db: borrowing TenantReader
  ) throws -> ConversationPage {
    let patient = person.patient
    guard let name = try PatientNames.find(patient, in: db) else { throw Refusal.notFound }
    let (number, path) = (PageNumber.read(call), path(patient))
    let found = try WrittenMessages.page(number, of: patient, isForStaff: true, in: db)
    let shown = Array(found.prefix(WrittenMessages.pageSize))
    let deliveries = try WrittenMessages.deliveries(of: shown.filter(\.isFromStaff).map(\.id), in: db)
    let canWrite = db.scope.holds(.writeMessages)
    let words = ConversationWords(
      call: call, zone: try Zone(name: db.practice.zoneName), isForStaff: true,
      showsRecipients: db.scope.holds(.readPatients), withholdAction: canWrite ? path + "/withdrawal" : nil)
    let latest = number == 1 ? shown.first(where: \.isOpen)?.id : nil
    let isOpen = canWrite && person.closure == nil
    let media = try isOpen ? known ?? MessageMedia.read(for: person, sendsMail: call.sendsMail, in: db) : nil
    let canSend = media?.possible.isEmpty == false
    let choices = try media.map { try MediumChoice.all($0, .find($0, in: db), words, db.practice) } ?? []
    // What was typed is not taken from anybody, whatever became of the patient meanwhile.
    let hasForm = canWrite && (canSend || call.form["text"] != nil)
    return ConversationPage(
      title: call.text.text("conversation.title"), patient: name.full, id: patient,
      notice: ["written", "sent", "closed", "withheld"].first { (done: String) in done == call.query["done"] }.map {
        call.text.text("conversation.done.\($0)")
      },
      obstacle: obstacle
        ?? (canSend ? nil : canWrite ? person.obstacle : person.closure)
        .map { call.text.text("conversation.not.\($0.rawValue)") },
      choices: hasForm ? [] : choices,
      form: hasForm
        ? ConversationForm(
          action: path, call, errors, isFresh: isFresh, latest: latest, closeAction: path + "/closure",
          choices: choices, count: media.flatMap { MediumChoice.count(call, $0, db.practice) }, canSend: canSend) : nil,
      closing: canWrite && !hasForm ? latest?.description : nil,
      lines: shown.map { words.line($0, deliveries[$0.id] ?? []) },
      newerHref: PageNumber.newer(number, path),
      olderHref: found.count > shown.count ? PageNumber.older(number, path) : nil,
      canReadChart: db.scope.holds(.readChart), canReadAccess: db.scope.holds(.readAccess))
  }
}

/// Which page of a list an address asks for.
enum PageNumber {
  /// As far as anybody leafs, and far from where a number is too large to count with.
  static func read(_ call: Call) -> Int { min(max(Int(call.query["page"] ?? "") ?? 1, 1), 500) }
  static func newer(_ number: Int, _ path: String) -> String? { number > 1 ? "\(path)?page=\(number - 1)" : nil }
  static func older(_ number: Int, _ path: String) -> String { "\(path)?page=\(number + 1)" }
}
