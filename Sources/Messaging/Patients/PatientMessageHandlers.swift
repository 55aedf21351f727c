import Core
import Database
import Routing
import Templates
import Web

/// What a patient does not want, as staff see and change it.
enum PatientMessageHandlers {
  static func path(_ patient: PatientID) -> String { "/patients/\(patient)/messages" }

  /// `GET /patients/{patient}/messages`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (id, name) = try find(call, db)
    let stored = try Preferences.find(id, in: db)
    let form = try form(of: id, stored, call, db)
    let canChange = db.scope.holds(.changePatients)
    return .page(page(id, name, form.form(form.values, id, canChange: canChange), call))
  }

  /// `POST /patients/{patient}/messages`. It is looked at when a message is sent, so it holds for what waits as well.
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (id, name) = try find(call, db.reader)
    let stored = try Preferences.find(id, in: db.reader)
    let form = try form(of: id, stored, call, db.reader)
    let typed = FormValues(call.form)
    let (draft, errors) = form.parse(typed)
    guard errors.isEmpty else {
      return .page(page(id, name, form.form(typed, id, errors: errors, canChange: true), call), status: 422)
    }
    guard call.form["version"] == "\(stored.version)" else {
      return .page(page(id, name, form.form(typed, id, isConflict: true, canChange: true), call), status: 409)
    }
    let changed = PatientMessageForm(
      call, draft, form.zone, agreed: form.agreed, hasWhatsApp: form.channels.contains(.whatsapp)
    ).values.names(differingFrom: form.values)
    guard !changed.isEmpty else { return .redirect(path(id) + "?saved=1") }
    let event = AuditEvent("message.channel.change", "messaging_preference", nil, patient: id, fields: changed)
    let isSaved = try db.transaction(event) { tx in
      guard try Preferences.save(draft, of: id, in: tx) else { return false }
      // By another clock other hours are quiet.
      if draft.zone != stored.zone { try Replanning.start(for: id, now: call.now, in: tx) }
      return true
    }
    guard isSaved else { throw Refusal.conflict }
    return .redirect(path(id) + "?saved=1")
  }

  private static func form(
    of patient: PatientID, _ stored: Preference, _ call: Call, _ db: borrowing TenantReader
  ) throws -> PatientMessageForm {
    PatientMessageForm(
      call, stored, try Zone(name: db.practice.zoneName), agreed: try Preferences.agreed(patient, in: db),
      hasWhatsApp: try Carriers.find(in: db)?.carries(.whatsapp) ?? false)
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> (PatientID, PersonName) {
    let id: PatientID = try call.id("patient")
    guard let name = try PatientNames.find(id, in: db) else { throw Refusal.notFound }
    return (id, name)
  }

  private static func page(_ id: PatientID, _ name: PersonName, _ form: EditForm, _ call: Call) -> PatientMessagesPage {
    PatientMessagesPage(
      title: call.text.text("messages.patient.title"), patient: name.full, id: id,
      isSaved: call.query["saved"] != nil, form: form)
  }
}
