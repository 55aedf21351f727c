import Core
import Database
import Routing
import Templates
import Web

/// Places where the practice sees patients.
enum LocationHandlers {
  static let path = "/settings/locations"

  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let rows = try Locations.all(in: db).map { location in
      SettingsRow(
        href: "\(path)/\(location.id)", icon: "pin", name: location.name,
        detail: location.address.isEmpty ? location.zone : "\(oneLine(location.address)), \(location.zone)",
        isActive: location.isActive)
    }
    return .page(
      LocationListPage(
        title: call.text.text("practices.locations"), rows: rows, isSaved: call.query["saved"] != nil,
        canChange: canChange(db)))
  }

  @Sendable static func new(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(page(call, db, nil, FormValues(["zone": db.practice.zoneName, "position": "0"])))
  }

  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let typed = FormValues(call.form)
    let (draft, errors) = LocationDraft.parse(typed)
    guard let draft else { return reply(page(call, db.reader, nil, typed, errors: errors)) }
    let id = LocationID.make()
    let fields = draft.values.names(differingFrom: FormValues([:]))
    try db.transaction(AuditEvent("location.add", "practices_location", id.id, fields: fields)) { tx in
      try Locations.insert(id, draft, in: tx)
    }
    return .redirect(path + "?saved=1")
  }

  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try find(call, db)
    return .page(page(call, db, stored, stored.values))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try find(call, db.reader)
    let typed = FormValues(call.form)
    var (draft, errors) = LocationDraft.parse(typed)
    // Hours and appointments are by its clock: another one would move them all, or leave them behind.
    if let zone = draft?.zone, zone != stored.zone {
      let usage = try LocationUsage.read(stored.id, now: call.now, in: db.reader)
      if usage.appointments > 0 {
        errors.refuse("zone", "practices.zoneBooked", ["count": String(usage.appointments)])
        draft = nil
      }
    }
    guard let draft else { return reply(page(call, db.reader, stored, typed, errors: errors)) }
    guard call.form["version"] == String(stored.version) else {
      return reply(page(call, db.reader, stored, typed, isConflict: true))
    }
    let changed = draft.values.names(differingFrom: stored.values)
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    do {
      try db.transaction(AuditEvent("location.change", "practices_location", stored.id.id, fields: changed)) { tx in
        guard try Locations.write(stored.id, draft, version: stored.version, in: tx) else { throw ChangedMeanwhile() }
      }
    } catch is ChangedMeanwhile {
      return reply(page(call, db.reader, try find(call, db.reader), typed, isConflict: true))
    }
    return .redirect(path + "?saved=1")
  }

  @Sendable static func deactivate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try setActive(false, "location.deactivate", call, db)
  }
  @Sendable static func activate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try setActive(true, "location.activate", call, db)
  }
  private static func setActive(
    _ isActive: Bool, _ action: StaticString, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Reply {
    let stored = try find(call, db.reader)
    guard stored.isActive != isActive else { return .redirect(path + "?saved=1") }
    let usage = try LocationUsage.read(stored.id, now: call.now, in: db.reader)
    guard isActive || usage.isFree else {
      return .page(page(call, db.reader, stored, stored.values, uses: usage.words(call.text)), status: 409)
    }
    try db.transaction(AuditEvent(action, "practices_location", stored.id.id, fields: ["is_active"])) { tx in
      try Locations.setActive(stored.id, isActive, in: tx)
    }
    return .redirect(path + "?saved=1")
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> Location {
    guard let found = try Locations.find(try call.id("location"), in: db) else { throw Refusal.notFound }
    return found
  }
  private static func canChange(_ db: borrowing TenantReader) -> Bool {
    db.scope.holds(.changeSettings)
  }
  private static func oneLine(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: ", ")
  }
  private static func reply(_ page: LocationEditPage) -> Reply { .page(page, status: page.form.status) }

  private static func page(
    _ call: Call, _ db: borrowing TenantReader, _ stored: Location?, _ values: FormValues,
    errors: FormErrors = FormErrors(), isConflict: Bool = false, uses: [String] = []
  ) -> LocationEditPage {
    var builder = FormBuilder(call.text, values, stored: isConflict ? stored?.values : nil, errors: errors)
    builder.line("name", "practices.locationName", isRequired: true)
    builder.area("address", "practices.address", hint: "practices.locationAddressHint")
    builder.choice("zone", PracticeControls.zones(values["zone"]), "practices.zone")
    builder.number("position", LocationDraft.positions, "forms.position", hint: "forms.positionHint")
    let canChange = canChange(db)
    let address = stored.map { "\(path)/\($0.id)" }
    return LocationEditPage(
      title: stored?.name ?? call.text.text("practices.newLocation"),
      form: EditForm(
        action: address ?? path, version: stored.map { String($0.version) } ?? "", controls: builder.controls,
        canChange: canChange, isConflict: isConflict, backHref: path),
      activity: canChange ? stored.map { ActivityToggle(path: "\(path)/\($0.id)", isActive: $0.isActive) } : nil,
      uses: uses)
  }
}
