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
    let page = try page(call, try person(call, db), error: nil, isFresh: false, db)
    return page.isPastTheEnd ? .redirect(path(page.id)) : .page(page)
  }

  private struct ClosedBefore: Error {}

  /// `POST /patients/{patient}/conversation/closure`: done without an answer. A second time it is done already.
  @Sendable static func close(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    let patient = person.patient
    guard let latest = ConversationForm.latest(call) else { throw Refusal.badRequest }
    guard TypedLines.clean(call.form["text"] ?? "").isEmpty else {
      let error = call.text.text("conversation.close.typed")
      return .page(try page(call, person, error: error, isFresh: false, db.reader), status: 422)
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
    guard errors.isEmpty else {
      let error = errors.message(for: "text", in: call.text)
      return .page(try page(call, person, error: error, isFresh: false, db.reader), status: 422)
    }
    guard person.obstacle == nil else {
      return .page(try page(call, person, error: nil, isFresh: false, db.reader), status: 409)
    }
    let (id, latest) = (WrittenMessageID.make(), ConversationForm.latest(call))
    let event = AuditEvent(
      "message.write", "messaging_message", id.id, patient: person.patient, fields: latest == nil ? [] : ["answer"])
    do {
      try db.transaction(event) { tx in
        try WrittenMessages.write(draft, as: id, by: .staff, .portal, with: person.patient, now: call.now, in: tx)
        // Whoever answers has read what stood above the form.
        if let latest,
          try WrittenMessages.close(until: latest, of: person.patient, by: id, now: call.now, in: tx) == 0
        {
          throw ClosedBefore()
        }
        try tx.enqueue(NewJob("message.written", payload: "\(id)", runAt: call.now, uniqueKey: "\(id)"))
      }
    } catch is ClosedBefore {
      // Two answers would puzzle the patient; the second is sent once its writer has seen the first.
      let error = call.text.text("conversation.answeredMeanwhile")
      return .page(try page(call, person, error: error, isFresh: false, db.reader), status: 409)
    } catch let error as DatabaseError where error.isDuplicate {
      // Sent a second time it is written already; with other words it is another message, and says so.
      guard try WrittenMessages.text(ofForm: draft.key, with: person.patient, in: db.reader) == draft.text else {
        let error = call.text.text("conversation.sentBefore")
        return .page(try page(call, person, error: error, isFresh: true, db.reader), status: 409)
      }
    }
    return .redirect(path(person.patient) + "?done=written")
  }

  private static func person(_ call: Call, _ db: borrowing TenantReader) throws -> MessagePerson {
    guard let person = try MessagePersons.find(try call.id("patient"), now: call.now, in: db) else {
      throw Refusal.notFound
    }
    return person
  }

  private static func page(
    _ call: Call, _ person: MessagePerson, error: String?, isFresh: Bool, _ db: borrowing TenantReader
  ) throws -> ConversationPage {
    let patient = person.patient
    guard let name = try PatientNames.find(patient, in: db) else { throw Refusal.notFound }
    let (number, path) = (PageNumber.read(call), path(patient))
    let found = try WrittenMessages.page(number, of: patient, in: db)
    let shown = Array(found.prefix(WrittenMessages.pageSize))
    let deliveries = try WrittenMessages.deliveries(of: shown.filter(\.isFromStaff).map(\.id), in: db)
    let words = ConversationWords(call: call, zone: try Zone(name: db.practice.zoneName), isForStaff: true)
    let canWrite = db.scope.holds(.writeMessages)
    let latest = number == 1 ? shown.first(where: \.isOpen)?.id : nil
    // What was typed is not taken from anybody, whatever became of the patient meanwhile.
    let hasForm = canWrite && (person.obstacle == nil || call.form["text"] != nil)
    return ConversationPage(
      title: call.text.text("conversation.title"), patient: name.full, id: patient,
      notice: ["written", "closed"].first { (done: String) in done == call.query["done"] }.map {
        call.text.text("conversation.done.\($0)")
      },
      obstacle: person.obstacle.map { call.text.text("conversation.not.\($0.rawValue)") },
      told: person.obstacle == nil ? words.told(person) : nil,
      form: hasForm
        ? ConversationForm(
          action: path, call, error: error, isFresh: isFresh, latest: latest, closeAction: path + "/closure",
          canSend: person.obstacle == nil) : nil,
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
