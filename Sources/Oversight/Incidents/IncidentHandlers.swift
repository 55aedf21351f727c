import Core
import Database
import Routing
import Templates
import Web

/// Finding out who is affected, and writing it down.
enum IncidentHandlers {
  static let path = "/audit/incident"

  /// `GET /audit/incidents`
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let words = try IncidentWords(call, db.practice)
    return .page(
      IncidentListPage(
        title: call.text.text("oversight.incident.list"), rows: try Incidents.all(in: db).map(words.row)))
  }

  /// `GET /audit/incident`
  @Sendable static func new(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let words = try TrailWords(call, db.practice)
    guard !(call.query["actor"] ?? "").isEmpty else {
      let today = words.zone.local(call.now).date
      let start = FormValues(["from": "\(today)T00:00", "to": "\(today.adding(days: 1))T00:00", "actor": "anybody"])
      return try page(IncidentForm(start, zone: words.zone), nil, words, call, db)
    }
    var form = IncidentForm(FormValues(call.query), zone: words.zone)
    let scope = form.question(among: try StaffMember.all(in: db))
    return try page(form, scope, words, call, db)
  }

  /// `POST /audit/incident`
  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let user = db.scope.actor.user else { throw Refusal.forbidden }
    let words = try TrailWords(call, db.practice)
    var form = IncidentForm(FormValues(call.form), zone: words.zone)
    let scope = form.question(among: try StaffMember.all(in: db.reader))
    let discovery = form.discovery(now: call.now)
    let note = form.note()
    guard form.errors.isEmpty, let scope, let discovery else { return try page(form, scope, words, call, db.reader) }
    let id = IncidentID(EntityID.make(at: call.now))
    let event = AuditEvent("incident.open", "oversight_incident", id.id, fields: [scope.actor.kind.rawValue])
    try db.transaction(event) { tx in
      try Incidents.insert(id, discoveredAt: discovery, scope, note: note, by: user, now: call.now, in: tx)
    }
    return .redirect("\(path)/\(id)")
  }

  /// `GET /audit/incident/{incident}`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let incident = try Incidents.find(try call.id("incident"), in: db) else { throw Refusal.notFound }
    let words = try IncidentWords(call, db.practice)
    let lines = incident.note.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    return .page(
      IncidentPage(
        title: words.title(incident), id: incident.id, version: incident.version,
        zone: TrailHandlers.zoneLabel(words.trail, call), facts: words.facts(incident), note: lines,
        clocks: words.clocks(incident), steps: words.steps(incident),
        affected: try affected(incident.scope, words.trail, in: db)))
  }

  private static func affected(
    _ scope: IncidentScope, _ words: TrailWords, in db: borrowing TenantReader
  ) throws -> AffectedList {
    AffectedList(
      try AffectedPatients.of(scope, in: db), wideLooks: try AffectedPatients.wideLooks(scope, in: db), scope, words)
  }

  private static func page(
    _ form: IncidentForm, _ scope: IncidentScope?, _ words: TrailWords, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    let people = try StaffMember.all(in: db)
    let errors = form.errors
    let asked = scope == nil ? [] : IncidentForm.pairs(form.values).map { HiddenValue(name: $0.name, value: $0.value) }
    let page = IncidentNewPage(
      title: call.text.text("oversight.incident.new"), zone: TrailHandlers.zoneLabel(words, call),
      controls: question(form.values, errors, people, words.text),
      affected: try scope.map { try affected($0, words, in: db) }, asked: asked,
      record: scope == nil ? [] : record(form.values, errors, words, now: call.now))
    return .page(page, status: errors.isEmpty ? 200 : 422)
  }

  private static func question(
    _ values: FormValues, _ errors: FormErrors, _ people: [StaffMember], _ text: Localizer
  ) -> [FormControl] {
    var form = FormBuilder(text, values, errors: errors)
    form.line("from", type: "datetime-local", "oversight.incident.field.from", isRequired: true)
    form.line("to", type: "datetime-local", "oversight.incident.field.to", isRequired: true)
    form.choice(
      "actor", IncidentActor.Kind.allCases.map { ($0.rawValue, text.text("oversight.incident.\($0.rawValue)")) },
      "oversight.incident.field.actor", hint: "oversight.incident.field.actorHint")
    form.choice(
      "person", [("", text.text("oversight.incident.nobody"))] + people.map { ($0.id.description, $0.name) },
      "oversight.field.person")
    form.line("network", "oversight.incident.field.network", hint: "oversight.incident.field.networkHint")
    return form.controls
  }

  private static func record(
    _ values: FormValues, _ errors: FormErrors, _ words: TrailWords, now: Instant
  ) -> [FormControl] {
    let typed =
      values["discovered"].isEmpty
      ? FormValues(["discovered": "\(words.zone.local(now))", "note": values["note"]]) : values
    var form = FormBuilder(words.text, typed, errors: errors)
    form.line(
      "discovered", type: "datetime-local", "oversight.incident.field.discovered",
      hint: "oversight.incident.field.discoveredHint", isRequired: true)
    form.area("note", "oversight.incident.field.note", hint: "oversight.incident.field.noteHint", isRequired: true)
    return form.controls
  }
}
