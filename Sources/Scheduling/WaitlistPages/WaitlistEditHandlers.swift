import Core
import Database
import Routing
import Templates
import Web

enum WaitlistEditHandlers {
  /// `GET /calendar/waitlist/{entry}/edit`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let entry = try WaitlistHandlers.reached(call, in: db)
    guard entry.state.isOpen else { return .redirect(WaitlistHandlers.path) }
    return .page(
      try page(
        call, entry, version: entry.version, WishForm.values(entry.wish), FormErrors(), isConflict: false, in: db))
  }

  /// `POST /calendar/waitlist/{entry}`
  static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let entry = try WaitlistHandlers.reached(call, in: db.reader)
    guard let version = call.form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
    let values = WishForm.typed(call.form)
    var errors = FormErrors()
    let wish = try WishForms.parse(call, values, &errors, chosen: entry.wish.place, in: db.reader)
    guard let wish else {
      return .page(
        try page(call, entry, version: version, values, errors, isConflict: false, in: db.reader), status: 422)
    }
    let fields = WishForm.values(wish).names(differingFrom: WishForm.values(entry.wish))
    let event = AuditEvent(
      "waitlist.change", "scheduling_waitlist_entry", entry.id.id, patient: entry.patient, fields: fields)
    do {
      try db.transaction(event) { tx in
        guard try WaitlistEntries.change(entry.id, version: version, to: wish, in: tx) else {
          throw OfferRefusal.changed
        }
      }
    } catch is OfferRefusal {
      let current = try WaitlistEntries.find(entry.id, in: db.reader)
      guard let current, current.state.isOpen else { return try WaitlistHandlers.over(call, in: db.reader) }
      return .page(
        try page(call, current, version: current.version, values, errors, isConflict: true, in: db.reader),
        status: 409)
    }
    return .redirect(WaitlistHandlers.path + "?done=changed")
  }

  private static func page(
    _ call: Call, _ entry: WaitlistEntry, version: Int, _ values: FormValues, _ errors: FormErrors, isConflict: Bool,
    in db: borrowing TenantReader
  ) throws -> WaitlistEditPage {
    let name = try PatientLookup.name(entry.patient, in: db)
    return WaitlistEditPage(
      title: call.text.text("waitlist.editOf", ["who": name?.full ?? ""]), entry: entry.id, patient: entry.patient,
      action: WaitlistHandlers.path + "/\(entry.id)", version: "\(version)", isConflict: isConflict,
      errors: errors.problems(in: call.text),
      controls: try WishForms.controls(call, values, errors, chosen: entry.wish.place, in: db))
  }
}
