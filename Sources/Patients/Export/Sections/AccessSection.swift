import Core
import Database
import SQL
import Templates

/// Who did what with the record, and when: AuditEvent, up to the moment the copy was ordered. Of staff the name and the
/// role, as on the page "who saw my record"; not from which network. The parts of earlier copies are left out: each would
/// otherwise make the next one longer.
enum AccessSection {
  static let section = ExportSection(.access, count: count, read: read)

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM audit_event
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND action <> 'patient.export.part'
      """
    ) { try $0.int(0) } ?? 0
  }

  private struct Event {
    let seq: Int
    let at: Instant
    let kind: String
    let person: EntityID?
    let name: String?
    let role: String
    let action: String
    let result: String
  }

  /// Rows are numbered; a number stands in the lower half of an id.
  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let events = try db.rows(
      """
      SELECT e.seq, e.at, e.actor_kind, u.id, u.name, e.role, e.action, e.result FROM audit_event e
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.actor_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(context.patient) AND e.seq > \(Int(after?.low ?? 0))
        AND e.at <= \(context.orderedAt) AND e.action <> 'patient.export.part'
      ORDER BY e.seq LIMIT \(context.limit)
      """
    ) { row in
      Event(
        seq: try row.int(0), at: try row.instant(1), kind: try row.text(2), person: try row.idIfPresent(3),
        name: try row.textIfPresent(4), role: try row.text(5), action: try row.text(6), result: try row.text(7))
    }
    let last = events.count == context.limit ? events.last.map { EntityID(high: 0, low: UInt64($0.seq)) } : nil
    return ExportPage(
      resources: staff(in: events) + events.map { resource($0, context) }, lines: events.map { line($0, context) },
      last: last)
  }

  private static func staff(in events: [Event]) -> [FHIRResource] {
    var seen: Set<EntityID> = []
    return events.compactMap { event in
      guard let person = event.person, let name = event.name, seen.insert(person).inserted else { return nil }
      return CareTeamSection.practitioner(person, name)
    }
  }

  private static func resource(_ event: Event, _ context: ExportContext) -> FHIRResource {
    let practice = FHIRResource.reference(context.practice, display: context.practiceName)
    let id = FHIRResource.derived("audit", from: context.practice, EntityID(high: 0, low: UInt64(event.seq)))
    return FHIRResource(
      "AuditEvent", id,
      [
        "type": .coding("http://dicom.nema.org/resources/ontology/DCM", "110110", display: "Patient Record"),
        "subtype": .one(.of(["code": .text(event.action), "display": .text(words(event.action, context))])),
        "action": .text(action(event.action)), "recorded": .moment(event.at), "outcome": .text(outcome(event.result)),
        "agent": .one(
          .of([
            "who": who(event, context), "requestor": .flag(event.kind != "job"),
            "role": .one(.words(event.role.isEmpty ? nil : role(event.role, context))),
          ])),
        "source": .of(["observer": practice]), "entity": .one(.of(["what": context.subject])),
      ])
  }

  private static func who(_ event: Event, _ context: ExportContext) -> FHIRValue? {
    if let person = event.person { return FHIRResource.reference(person, display: event.name) }
    if event.kind == "patient" { return context.subject }
    return .of(["display": .text(actor(event, context))])
  }

  private static func actor(_ event: Event, _ context: ExportContext) -> String {
    switch event.kind {
    case "staff": event.name ?? context.text.text("oversight.who.formerStaff")
    case "patient": context.text.text("oversight.who.patient")
    case "guardian": context.text.text("oversight.who.guardian")
    case "visitor": context.text.text("oversight.who.visitor")
    case "operator": context.text.text("oversight.who.operator")
    default: context.text.text("oversight.who.job")
    }
  }

  /// FHIR AuditEventAction: Create, Read, Update, Delete, Execute.
  private static func action(_ action: String) -> String {
    let last = action.split(separator: ".").last.map(String.init) ?? ""
    switch last {
    case "read", "list", "search": return "R"
    case "create", "register", "book", "give", "add", "import": return "C"
    case "erase", "gone", "remove": return "D"
    case "update", "change", "cancel", "reschedule", "withdraw", "restrict", "lift": return "U"
    default: return "E"
    }
  }
  /// FHIR AuditEventOutcome: success, minor failure, serious failure.
  private static func outcome(_ result: String) -> String {
    switch result {
    case "refused": "4"
    case "failed": "8"
    default: "0"
    }
  }

  private static func words(_ action: String, _ context: ExportContext) -> String {
    let key = "oversight.action.\(action)"
    let words = context.text.text(key)
    return words == key ? action : words
  }
  private static func role(_ role: String, _ context: ExportContext) -> String {
    context.text.text("role.\(role)")
  }

  private static func line(_ event: Event, _ context: ExportContext) -> ExportLine {
    let hasRole = event.kind == "staff" && !event.role.isEmpty
    return ExportLine(
      when: context.moment(event.at), title: words(event.action, context),
      details: [actor(event, context) + (hasRole ? ", " + role(event.role, context) : "")])
  }
}
