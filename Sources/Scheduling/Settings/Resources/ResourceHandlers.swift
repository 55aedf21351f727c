import Core
import Database
import Routing
import Templates
import Web

/// Practitioners, rooms and devices: list, add, change, put out of use.
enum ResourceHandlers {
  static func list(_ group: ResourceGroup) -> Route.Read {
    { call, db in
      let records = try ResourceRecords.all(of: group.kinds, in: db)
      return .page(
        ResourceListPage(
          title: call.text.text(group.titleKey), newHref: group.path + "/new", newLabel: call.text.text(group.newKey),
          rows: records.map { ResourceForm.row($0, group, call) }, isSaved: call.query["saved"] != nil,
          canChange: SettingsRight.canChange(db)))
    }
  }

  static func new(_ group: ResourceGroup) -> Route.Read {
    { call, db in
      let empty = FormValues(["kind": group.kinds[0].rawValue, "color": "1", "position": "0"])
      return .page(try ResourceForm.page(call, db, group, nil, empty))
    }
  }

  static func create(_ group: ResourceGroup) -> Route.Write {
    { call, db in
      let typed = FormValues(call.form)
      let choices = try ResourceForm.choices(call, db.reader, nil)
      let (draft, errors) = ResourceDraft.parse(typed, kinds: group.kinds, choices)
      guard let draft else { return try ResourceForm.reply(call, db.reader, group, nil, typed, errors: errors) }
      let id = ResourceID.make()
      let event = AuditEvent(
        "resource.add", "scheduling_resource", id.id, fields: draft.values.names(differingFrom: FormValues([:])))
      try db.transaction(event) { tx in
        try ResourceRecords.insert(id, draft, in: tx)
        // Without hours somebody would count as open day and night, as rooms do.
        if draft.kind == .practitioner {
          try WeekHours.usual(weekStartsOn: db.practice.weekStartsOn).write(of: id, in: tx)
        }
      }
      return .redirect(draft.kind == .practitioner ? "/settings/hours/\(id)?new=1" : group.path + "?saved=1")
    }
  }

  static func edit(_ group: ResourceGroup) -> Route.Read {
    { call, db in
      let stored = try ResourceForm.find(call, group, db)
      return .page(try ResourceForm.page(call, db, group, stored, stored.values))
    }
  }

  static func update(_ group: ResourceGroup) -> Route.Write {
    { call, db in
      let stored = try ResourceForm.find(call, group, db.reader)
      // The kind is part of what appointments rely on; it never changes.
      let typed = FormValues(call.form, fixing: ["kind": stored.kind.rawValue])
      let choices = try ResourceForm.choices(call, db.reader, stored)
      let (draft, errors) = ResourceDraft.parse(typed, kinds: [stored.kind], choices)
      guard let draft else { return try ResourceForm.reply(call, db.reader, group, stored, typed, errors: errors) }
      let changed = draft.values.names(differingFrom: stored.values)
      guard !changed.isEmpty else { return .redirect(group.path + "?saved=1") }
      do {
        let event = AuditEvent("resource.change", "scheduling_resource", stored.id.id, fields: changed)
        try db.transaction(event) { tx in
          try Resources.lock([stored.id], in: tx)
          guard let current = try ResourceRecords.find(stored.id, of: group.kinds, in: tx.reader),
            call.form["version"] == current.fingerprint
          else { throw SettingsChangedMeanwhile() }
          try ResourceRecords.write(stored.id, draft, in: tx)
          if draft.capacity > current.capacity {
            try OpenedTimes.record(
              try OpenedTimes.taken(stored.id, now: call.now, in: tx.reader), at: stored.id,
              graceMinutes: FreedTimes.graceMinutes, now: call.now, in: tx)
          }
        }
      } catch is SettingsChangedMeanwhile {
        let newest = try ResourceForm.find(call, group, db.reader)
        return try ResourceForm.reply(call, db.reader, group, newest, typed, isConflict: true)
      }
      return .redirect(group.path + "?saved=1")
    }
  }

  static func deactivate(_ group: ResourceGroup) -> Route.Write {
    { call, db in
      let stored = try ResourceForm.find(call, group, db.reader)
      guard stored.isActive else { return .redirect(group.path + "?saved=1") }
      let booked = try BookedAppointments.of(resource: stored.id, now: call.now, in: db.reader)
      if !BookedWarning.isConfirmed(booked, call) {
        return try ResourceForm.warning(booked, call, db.reader, name: stored.name, path: "\(group.path)/\(stored.id)")
      }
      return try setActive(stored, false, "resource.deactivate", group, call, db)
    }
  }

  static func activate(_ group: ResourceGroup) -> Route.Write {
    { call, db in
      let stored = try ResourceForm.find(call, group, db.reader)
      guard !stored.isActive else { return .redirect(group.path + "?saved=1") }
      return try setActive(stored, true, "resource.activate", group, call, db)
    }
  }

  private static func setActive(
    _ stored: ResourceRecord, _ isActive: Bool, _ action: StaticString, _ group: ResourceGroup, _ call: Call,
    _ db: borrowing TenantConnection
  ) throws -> Reply {
    try db.transaction(AuditEvent(action, "scheduling_resource", stored.id.id, fields: ["is_active"])) { tx in
      try Resources.lock([stored.id], in: tx)
      try ResourceRecords.setActive(stored.id, isActive, in: tx)
      if isActive { try OpenedTimes.recordAll(at: stored.id, now: call.now, in: tx) }
    }
    return .redirect(group.path + "?saved=1")
  }
}

/// Undoes the transaction of a form that was made from something older.
struct SettingsChangedMeanwhile: Error {}

enum SettingsRight {
  /// Whether forms get a button.
  static func canChange(_ db: borrowing TenantReader) -> Bool {
    db.scope.holds(.changeSettings)
  }
}
