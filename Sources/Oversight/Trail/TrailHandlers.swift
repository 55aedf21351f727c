import Core
import Database
import Routing
import Templates
import Web

/// The trail for those who watch over the practice.
enum TrailHandlers {
  static let path = "/audit"

  /// `GET /audit`
  static func list(_ call: Call, _ db: borrowing TenantReader, publicKey: String?) throws -> Reply {
    let values = FormValues(call.query)
    let (filter, errors) = TrailFilter.parse(values)
    return try show(filter, values, errors, publicKey: publicKey, call, db)
  }

  /// `GET /audit/people/{user}`
  @Sendable static func person(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("user", as: UserID.self)
    guard let person = try StaffMember.find(id, in: db) else { throw Refusal.notFound }
    let words = try TrailWords(call, db.practice)
    let part = try Trail.part(TrailFilter(person: id), try place(call.query), zone: words.zone, now: call.now, in: db)
    let reader = TrailReader(db)
    let path = "\(path)/people/\(id)"
    return .page(
      AuditPersonPage(
        title: person.name, role: words.role(person.role), isActive: person.isActive, zone: zoneLabel(words, call),
        filterHref: "\(Self.path)?person=\(id)", rows: part.entries.map { TrailRow($0, words, reader: reader) },
        links: TrailLinks(part, path: path, kept: [])))
  }

  /// The page of the trail, also with what was refused.
  static func show(
    _ filter: TrailFilter, _ values: FormValues, _ errors: FormErrors, tooMany: Bool = false,
    publicKey: String? = nil, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    let words = try TrailWords(call, db.practice)
    let patient = try filter.patient.map { id in
      guard let found = try TrailPatient.find(id, in: db) else { throw Refusal.notFound }
      return found
    }
    // A refused form shows no rows: they would not be what was asked for.
    let part =
      errors.isEmpty && !tooMany
      ? try Trail.part(filter, try place(call.query), zone: words.zone, now: call.now, in: db)
      : Trail.Part(entries: [], hasNewer: false, hasOlder: false)
    let reader = TrailReader(db)
    let page = AuditListPage(
      title: call.text.text("oversight.title"), zone: zoneLabel(words, call),
      controls: try controls(values, errors, words, db), patient: patient.map { words.patient($0.name) },
      patientValue: filter.patient?.description, clearPatientHref: href(filter, without: "patient"),
      rows: part.entries.map { TrailRow($0, words, reader: reader) },
      links: TrailLinks(part, path: path, kept: filter.pairs), isFiltered: !filter.isEmpty || !errors.isEmpty,
      exportFields: reader.exports ? filter.pairs.map { HiddenValue(name: $0.name, value: $0.value) } : nil,
      tooMany: tooMany ? TrailExport.limit : nil, publicKey: publicKey,
      managesIncidents: reader.managesIncidents)
    return .page(page, status: errors.isEmpty && !tooMany ? 200 : 422)
  }

  /// Where the list begins. What is no number is no page.
  static func place(_ query: Form) throws(Refusal) -> Trail.Place {
    func number(_ name: String) throws(Refusal) -> Int? {
      guard let typed = query[name] else { return nil }
      guard let number = Decimal.parse(typed) else { throw .notFound }
      return number
    }
    if let seq = try number("before") { return .before(seq) }
    if let seq = try number("after") { return .after(seq) }
    return .newest
  }

  static func zoneLabel(_ words: TrailWords, _ call: Call) -> String {
    words.formats.zoneLabel(words.zone, at: call.now)
  }

  static func href(_ filter: TrailFilter, without name: String = "") -> String {
    let query = URLComponent.query(filter.pairs.filter { $0.name != name })
    return query.isEmpty ? path : path + "?" + query
  }

  private static func controls(
    _ values: FormValues, _ errors: FormErrors, _ words: TrailWords, _ db: borrowing TenantReader
  ) throws -> [FormControl] {
    let everybody = try StaffMember.all(in: db)
    var form = FormBuilder(words.text, values, errors: errors)
    form.choice(
      "person", [("", words.text.text("oversight.anyPerson"))] + everybody.map { ($0.id.description, $0.name) },
      "oversight.field.person")
    form.choice(
      "class",
      [("", words.text.text("oversight.anyClass"))] + ActionClass.listed.map { ($0.rawValue, words.kind($0)) },
      "oversight.field.class")
    form.line("from", type: "date", "oversight.field.from")
    form.line("to", type: "date", "oversight.field.to")
    return form.controls
  }
}

extension ActionClass {
  /// In the order a list offers them.
  static let listed: [ActionClass] = [
    .reading, .emergency, .record, .visit, .message, .copy, .refusal, .signIn, .people, .practice, .trail,
  ]
}
