import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/calendars`: calendars elsewhere whose busy times close one's own free time.
enum ExternalHandlers {
  static let path = "/account/calendars"

  static func list(_ settings: SchedulingSettings) -> Route.Read {
    { call, db in .page(try page(call, FormValues(["kind": "file"]), FormErrors(), settings, in: db)) }
  }

  static func add(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in
      let user = try owner(db.scope)
      guard let resource = try Externals.resource(of: user, in: db.reader) else { throw Refusal.conflict }
      let typed = FormValues(call.form)
      var (draft, errors) = ExternalDraft.parse(typed, isDevelopment: settings.isDevelopment)
      let used = Set(try Externals.of(user, in: db.reader).map(\.lane))
      let lane = ClaimLanes.elsewhere.first { !used.contains($0) }
      if lane == nil { errors.refuse("address", "feeds.busy.tooMany") }
      guard let draft, let lane else {
        return .page(try page(call, typed, errors, settings, in: db.reader), status: 422)
      }
      let id = EntityID.make(at: call.now)
      do {
        try db.transaction(
          AuditEvent("calendar.add", "scheduling_external", id, fields: [draft.kind.rawValue])
        ) { tx in
          try Externals.insert(id, draft, of: user, resource, lane: lane, now: call.now, in: tx)
        }
      } catch let error as DatabaseError where error.isDuplicate {
        throw Refusal.conflict
      }
      return .redirect(path + "?done=added")
    }
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let external = try own(call, db.scope, in: db.reader)
    try db.transaction(AuditEvent("calendar.remove", "scheduling_external", external.id)) { tx in
      try Externals.remove(external.id, of: external.resource, now: call.now, in: tx)
    }
    return .redirect(path + "?done=removed")
  }

  /// Looks again soon, not more often than every half minute.
  @Sendable static func look(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let external = try own(call, db.scope, in: db.reader)
    let isFresh = external.triedAt.map { $0 > call.now.adding(seconds: -30) } ?? false
    if !isFresh, external.nextAt > call.now {
      try db.transaction(AuditEvent("calendar.look", "scheduling_external", external.id)) { tx in
        try Externals.lookSoon(external.id, now: call.now, in: tx)
      }
    }
    return .redirect(path + "?done=asked")
  }

  private static func owner(_ scope: TenantScope) throws(Refusal) -> UserID {
    guard let user = scope.actor.user else { throw .signInRequired }
    return user
  }

  /// Somebody else's is as if there were none.
  private static func own(
    _ call: Call, _ scope: TenantScope, in db: borrowing TenantReader
  ) throws -> External {
    guard let id = call.parameters["external"].flatMap({ EntityID(text: $0) }),
      let external = try Externals.find(id, in: db), external.user == scope.actor.user
    else { throw Refusal.notFound }
    return external
  }

  private static func page(
    _ call: Call, _ typed: FormValues, _ errors: FormErrors, _ settings: SchedulingSettings,
    in db: borrowing TenantReader
  ) throws -> ExternalListPage {
    let user = try owner(db.scope)
    let text = call.text
    // What was typed comes back, but for the password.
    let shown = FormValues(
      Dictionary(uniqueKeysWithValues: ["name", "kind", "address", "username"].map { ($0, typed[$0]) }))
    var form = FormBuilder(text, shown, errors: errors)
    form.line("name", "feeds.busy.name", hint: "feeds.busy.nameHint", isRequired: true)
    form.choice(
      "kind", External.Kind.typed.map { ($0.rawValue, text.text("feeds.busy.kind.\($0.rawValue)")) },
      "feeds.busy.kind")
    form.line("address", type: "url", "feeds.busy.address", hint: "feeds.busy.addressHint", isRequired: true)
    form.line("username", "feeds.busy.username", hint: "feeds.busy.usernameHint")
    form.line("password", type: "password", "feeds.busy.password", hint: "feeds.busy.passwordHint")
    let hasColumn = try Externals.resource(of: user, in: db) != nil
    let words = ExternalWords(
      call: call, zone: try Zone(name: db.practice.zoneName),
      ahead: try BusyClaims.ahead(of: call.now, for: user, in: db))
    let done = ExternalListPage.Done(rawValue: call.query["done"] ?? "")
    return ExternalListPage(
      title: text.text("feeds.busy.title"), rows: try Externals.of(user, in: db).map(words.row),
      controls: hasColumn ? form.controls : [], hasColumn: hasColumn,
      done: done.map { text.text("feeds.busy.done.\($0.rawValue)") },
      google: try GoogleView(user, hasColumn: hasColumn, isOff: settings.google == nil, call, in: db))
  }
}
