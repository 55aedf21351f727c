import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/calendars/google`: which calendar over there, whether it names patients, and the end of it.
enum GoogleHandlers {
  static let path = "/account/calendars/google"
  /// What stands as its address: nobody asks it.
  private static let address = "https://calendar.google.com/"

  @Sendable static func choose(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let link = try own(db.scope, in: db), link.state == .choosing else {
      return .redirect(ExternalHandlers.path)
    }
    return .page(try page(link, call, error: nil, in: db))
  }

  @Sendable static func chosen(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let link = try own(db.scope, in: db.reader) else { throw Refusal.notFound }
    // A form that comes twice finds it done.
    guard link.state == .choosing else { return .redirect(ExternalHandlers.path) }
    let choices = try GoogleLinks.choices(link.id, in: db.reader)
    guard let number = Int(call.form["calendar"] ?? ""), choices.indices.contains(number) else {
      return .page(try page(link, call, error: "forms.choose", in: db.reader), status: 422)
    }
    let used = Set(try Externals.of(link.user, in: db.reader).map(\.lane))
    guard let lane = ClaimLanes.elsewhere.first(where: { !used.contains($0) }) else {
      return .page(try page(link, call, error: "feeds.busy.tooMany", in: db.reader), status: 422)
    }
    let (choice, external) = (choices[number], EntityID.make(at: call.now))
    let draft = ExternalDraft(kind: .google, name: choice.name, address: address, login: nil, password: nil)
    do {
      try db.transaction(AuditEvent("calendar.add", "scheduling_external", external, fields: ["google"])) { tx in
        try Externals.insert(external, draft, of: link.user, link.resource, lane: lane, now: call.now, in: tx)
        try GoogleLinks.choose(choice, link.id, external: external, in: tx)
      }
    } catch let error as DatabaseError where error.isDuplicate {
      throw Refusal.conflict
    }
    return .redirect(ExternalHandlers.path + "?done=connected")
  }

  /// Counts only where the practice lets calendars elsewhere name patients at all.
  @Sendable static func name(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let link = try own(db.scope, in: db.reader), let external = link.external else { throw Refusal.notFound }
    let names = call.form["names"] == "yes"
    guard try !names || FeedSettings.namesPatients(in: db.reader) else { throw Refusal.forbidden }
    try db.transaction(
      AuditEvent("calendar.names", "scheduling_google", link.id, fields: [names ? "names" : "no-names"])
    ) { tx in
      try GoogleLinks.name(patients: names, link.id, in: tx)
      try Externals.lookSoon(external, now: call.now, in: tx)
    }
    return .redirect(ExternalHandlers.path + "?done=saved")
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let link = try own(db.scope, in: db.reader) else { throw Refusal.notFound }
    switch link.state {
    case .leaving: return .redirect(ExternalHandlers.path)
    case .left:
      // Its owner has read what stayed.
      try db.transaction(AuditEvent("calendar.disconnect", "scheduling_google", link.id, fields: ["read"])) { tx in
        try GoogleLinks.remove(link.id, in: tx)
      }
      return .redirect(ExternalHandlers.path)
    case .choosing, .on, .refused:
      try db.transaction(AuditEvent("calendar.disconnect", "scheduling_google", link.id, fields: ["asked"])) { tx in
        try Resources.lock([link.resource], in: tx)
        try GoogleLinks.leave(link.id, now: call.now, in: tx)
        if let external = link.external { try Externals.removeRows(external, of: link.resource, now: call.now, in: tx) }
      }
      return .redirect(ExternalHandlers.path + "?done=disconnected")
    }
  }

  private static func own(_ scope: TenantScope, in db: borrowing TenantReader) throws -> GoogleLink? {
    guard let user = scope.actor.user else { throw Refusal.signInRequired }
    return try GoogleLinks.of(user, in: db)
  }

  private static func page(
    _ link: GoogleLink, _ call: Call, error: String?, in db: borrowing TenantReader
  ) throws -> GoogleChoicePage {
    var errors = FormErrors()
    if let error { errors.refuse("calendar", error) }
    var form = FormBuilder(call.text, FormValues(call.form), errors: errors)
    let choices = try GoogleLinks.choices(link.id, in: db)
    form.choice("calendar", choices.enumerated().map { ("\($0.offset)", $0.element.name) }, "feeds.google.which")
    return GoogleChoicePage(title: call.text.text("feeds.google.chooseTitle"), controls: form.controls)
  }
}
