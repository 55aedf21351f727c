import Core
import Database
import Routing
import Templates
import Web

/// What can be booked: list, add, change, put out of use.
enum ServiceHandlers {
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let currency = try ServiceForm.currency(db)
    let offered = try ServiceRecords.offered(in: db)
    let rows = try ServiceRecords.all(in: db).map { service in
      ServiceForm.row(service, isOffered: offered.contains(service.id), currency, call)
    }
    return .page(
      ServiceListPage(
        title: call.text.text("scheduleSettings.services"), rows: rows, isSaved: call.query["saved"] != nil,
        canChange: SettingsRight.canChange(db)))
  }

  @Sendable static func new(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try ServiceForm.page(call, db, nil, ServiceValues.new(call.formats, try ServiceForm.currency(db))))
  }

  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let typed = FormValues(call.form, groups: ServiceChoices.fields)
    let (draft, errors) = try parse(typed, nil, call, db.reader)
    guard let draft else { return try ServiceForm.reply(call, db.reader, nil, typed, errors: errors) }
    let id = ServiceID.make()
    let fields = values(draft, typed, call).names(differingFrom: FormValues([:]))
    try db.transaction(AuditEvent("service.add", "scheduling_service", id.id, fields: fields)) { tx in
      try ServiceRecords.insert(id, draft, in: tx)
    }
    return .redirect(ServiceForm.path + "?saved=1")
  }

  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try ServiceForm.find(call, db)
    return .page(try ServiceForm.page(call, db, stored, stored.values(call.formats, try ServiceForm.currency(db))))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try ServiceForm.find(call, db.reader)
    let typed = FormValues(call.form, groups: ServiceChoices.fields)
    let (draft, errors) = try parse(typed, stored, call, db.reader)
    guard let draft else { return try ServiceForm.reply(call, db.reader, stored, typed, errors: errors) }
    guard call.form["version"] == String(stored.service.version) else {
      return try ServiceForm.reply(call, db.reader, stored, typed, isConflict: true)
    }
    let old = stored.values(call.formats, try ServiceForm.currency(db.reader))
    let changed = values(draft, typed, call).names(differingFrom: old)
    guard !changed.isEmpty else { return .redirect(ServiceForm.path + "?saved=1") }
    do {
      let event = AuditEvent("service.change", "scheduling_service", stored.service.id.id, fields: changed)
      try db.transaction(event) { tx in
        guard try ServiceRecords.write(stored.service.id, draft, version: stored.service.version, in: tx) else {
          throw SettingsChangedMeanwhile()
        }
      }
    } catch is SettingsChangedMeanwhile {
      return try ServiceForm.reply(call, db.reader, try ServiceForm.find(call, db.reader), typed, isConflict: true)
    }
    return .redirect(ServiceForm.path + "?saved=1")
  }

  @Sendable static func deactivate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try ServiceForm.find(call, db.reader)
    guard stored.service.isActive else { return .redirect(ServiceForm.path + "?saved=1") }
    let booked = try BookedAppointments.of(service: stored.service.id, now: call.now, in: db.reader)
    if !BookedWarning.isConfirmed(booked, call) {
      let path = "\(ServiceForm.path)/\(stored.service.id)"
      return try ResourceForm.warning(booked, call, db.reader, name: stored.service.name, path: path)
    }
    return try setActive(stored, false, "service.deactivate", db)
  }

  @Sendable static func activate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try ServiceForm.find(call, db.reader)
    guard !stored.service.isActive else { return .redirect(ServiceForm.path + "?saved=1") }
    return try setActive(stored, true, "service.activate", db)
  }

  private static func setActive(
    _ stored: ServiceRecord, _ isActive: Bool, _ action: StaticString, _ db: borrowing TenantConnection
  ) throws -> Reply {
    try db.transaction(AuditEvent(action, "scheduling_service", stored.service.id.id, fields: ["is_active"])) { tx in
      try ServiceRecords.setActive(stored.service.id, isActive, in: tx)
    }
    return .redirect(ServiceForm.path + "?saved=1")
  }

  private static func parse(
    _ typed: FormValues, _ stored: ServiceRecord?, _ call: Call, _ db: borrowing TenantReader
  ) throws -> (draft: ServiceDraft?, errors: FormErrors) {
    let choices = try ServiceChoices.read(using: stored?.used ?? [], in: db)
    return ServiceDraft.parse(typed, currency: try ServiceForm.currency(db), language: call.language, choices)
  }

  private static func values(_ draft: ServiceDraft, _ typed: FormValues, _ call: Call) -> FormValues {
    let groups = ServiceChoices.fields.map { ($0, typed.group($0)) }
    return ServiceValues.of(draft, call.formats, groups: Dictionary(uniqueKeysWithValues: groups))
  }
}
