import Core
import Database
import Routing
import Templates
import Web

/// The way to Google and back (RFC 6749 with PKCE). What goes there is bound to the session that asked; what comes back
/// counts in it alone, once, and only by the press of a button: a GET changes nothing.
struct GooglePermission: Sendable {
  static let path = "/account/calendars/google/permission"
  /// Of ``ReturnState``; the first two are Identity's.
  private static let purpose: UInt8 = 3
  private static let context = "google-calendar"

  let settings: SchedulingSettings
  private var redirect: String { settings.baseURL + "/account/calendars/google/return" }

  @Sendable func leave(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let session = call.session, let user = db.scope.actor.user else { throw Refusal.signInRequired }
    guard let app = settings.google, try Externals.resource(of: user, in: db) != nil else {
      return .redirect(ExternalHandlers.path)
    }
    let state = try ReturnState.make(
      Self.purpose, holder: session.id.bytes, context: Self.context, now: call.now, in: db)
    let query = URLComponent.query([
      ("response_type", "code"), ("client_id", app.clientID), ("redirect_uri", redirect),
      ("scope", GoogleApp.scopes.joined(separator: " ")), ("state", state.text),
      ("code_challenge", state.challenge), ("code_challenge_method", "S256"),
      // A lasting key, also for somebody who has said yes before.
      ("access_type", "offline"), ("prompt", "consent"),
    ])
    return .response(.leaving(to: app.consentAddress + "?" + query))
  }

  /// Where Google sends the browser. A cross-site request carries no session of staff: a form of our own goes on.
  @Sendable static func comeBack(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    let answer = AuthorizationAnswer(call.query)
    return .page(
      GoogleReturnPage(
        title: call.text.text("feeds.google.returnTitle"), action: answer == nil ? ExternalHandlers.path : path,
        fields: answer?.fields.map { HiddenField(name: $0.name, value: $0.value) }
          ?? [HiddenField(name: "done", value: "denied")]))
  }

  @Sendable static func confirm(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let answer = AuthorizationAnswer(call.query) else { return .redirect(ExternalHandlers.path) }
    return .page(
      GoogleConnectPage(
        title: call.text.text("feeds.google.confirmTitle"), problem: nil,
        carried: answer.fields.map { HiddenField(name: $0.name, value: $0.value) }))
  }

  @Sendable func connect(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let session = call.session, let user = db.scope.actor.user else { throw Refusal.signInRequired }
    guard let app = settings.google, let resource = try Externals.resource(of: user, in: db.reader) else {
      throw Refusal.conflict
    }
    guard let answer = AuthorizationAnswer(call.form),
      let state = try ReturnState.read(
        answer.state, Self.purpose, holder: session.id.bytes, context: Self.context, now: call.now, in: db.reader)
    else { return refused("refused", call) }
    if try GoogleLinks.of(user, in: db.reader)?.state == .leaving { return refused("leaving", call) }
    let client = GoogleClient(app, timeout: GoogleClient.timeoutInRequests)
    do {
      let keys = try client.exchange(answer.code, verifier: state.verifier, redirect: redirect)
      guard let refresh = keys.refresh, GoogleApp.scopes.allSatisfy({ keys.scopes.contains(Substring($0)) }) else {
        return refused("scopes", call)
      }
      let choices = try GoogleChoices.ask(client, key: keys.access)
      guard !choices.isEmpty else { return refused("noCalendar", call) }
      let isOn = try store(keys, refresh, choices, state, user, resource, call, db)
      return .redirect(isOn ? ExternalHandlers.path + "?done=connected" : GoogleHandlers.path)
    } catch let problem as GoogleProblem {
      return refused(problem == .permission || problem == .malformed ? "refused" : "unreachable", call)
    } catch is ReturnUsed {
      return refused("refused", call)
    } catch let error as DatabaseError where error.isDuplicate {
      // Another page of the same person was quicker.
      throw Refusal.conflict
    }
  }

  private struct ReturnUsed: Error {}

  /// - Returns: whether the calendar that was written into before goes on.
  private func store(
    _ keys: GoogleClient.Keys, _ refresh: String, _ choices: [GoogleChoice], _ state: ReturnState, _ user: UserID,
    _ resource: ResourceID, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Bool {
    let before = try GoogleLinks.of(user, in: db.reader)
    let external = before?.resource == resource ? before?.external : nil
    let goesOn = external != nil && choices.contains { $0.id == before?.calendar }
    let id = before?.id ?? EntityID.make(at: call.now)
    try db.transaction(AuditEvent("calendar.connect", "scheduling_google", id, fields: ["google"])) { tx in
      guard try tx.useChallenge(state.hash, until: state.until(call.now), now: call.now) else { throw ReturnUsed() }
      if let before, !goesOn { try GoogleLinks.forget(before, now: call.now, in: tx) }
      if before == nil || !goesOn { try GoogleLinks.insert(id, of: user, resource, now: call.now, in: tx) }
      try GoogleLinks.store(keys, refresh: refresh, id, state: goesOn ? .on : .choosing, now: call.now, in: tx)
      if goesOn, let external {
        try Externals.lookSoon(external, now: call.now, in: tx)
      } else {
        try GoogleLinks.offer(choices, id, in: tx)
      }
    }
    return goesOn
  }

  private func refused(_ why: String, _ call: Call) -> Reply {
    let page = GoogleConnectPage(
      title: call.text.text("feeds.google.confirmTitle"), problem: call.text.text("feeds.google.problem.\(why)"),
      carried: [])
    return .page(page, status: 422)
  }
}

/// The calendars that somebody may write into.
enum GoogleChoices {
  private static let maximum = 100
  private static let longest = 300

  static func ask(_ client: GoogleClient, key: String) throws(GoogleProblem) -> [GoogleChoice] {
    let query = [
      ("minAccessRole", "writer"), ("maxResults", "\(maximum)"),
      ("fields", "items(id,summary,summaryOverride,accessRole)"),
    ]
    let body = try client.get("/users/me/calendarList", query, key: key)
    let items = (body["items"]?.array ?? []).compactMap { $0.object }
    return items.prefix(maximum).compactMap { item in
      guard let id = item["id"]?.string, !id.isEmpty, id.utf8.count <= longest,
        id.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), ["owner", "writer"].contains(item["accessRole"]?.string)
      else { return nil }
      let name = SingleLine.clean(item["summaryOverride"]?.string ?? item["summary"]?.string ?? "")
      return GoogleChoice(id: id, name: name.isEmpty ? id : String(name.unicodeScalars.prefix(60).map(Character.init)))
    }
  }
}
