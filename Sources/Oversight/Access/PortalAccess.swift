import Core
import Database
import Routing
import SQL
import Templates

/// Who saw my record: what people of the practice did with it, as its patient reads it.
enum PortalAccess {
  static let path = "/portal/record/access"
  /// Events read for a page; those of one person, day and kind become one line.
  static let pageSize = 200

  /// `GET /portal/record/access`
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    let words = try TrailWords(call, db.practice)
    var before = Int(Int32.max) << 20
    if case .before(let seq) = try TrailHandlers.place(call.query) { before = seq }
    let seen = try events(of: patient, before: before, in: db)
    let shown = seen.prefix(pageSize)
    let older = seen.count > pageSize ? shown.last.map { "\(path)?before=\($0.seq)" } : nil
    return .page(
      PortalAccessPage(
        title: call.text.text("oversight.portal.title"), name: try name(of: patient, db),
        zone: TrailHandlers.zoneLabel(words, call),
        lines: lines(shown, words), olderHref: older))
  }

  /// Whose record it is, for those who may look at several.
  private static func name(of patient: PatientID, _ db: borrowing TenantReader) throws -> String? {
    guard case .guardian = db.scope.actor else { return nil }
    return try TrailPatient.find(patient, in: db)?.name?.full
  }

  struct Seen: Sendable {
    let seq: Int
    let at: Instant
    /// Nil: whoever runs the server.
    let person: UserID?
    let name: String?
    let role: Role?
    let action: String
  }

  /// Staff and operators; what the patient did, and what the product does by itself, is no look at the record.
  private static func events(
    of patient: PatientID, before: Int, in db: borrowing TenantReader
  ) throws -> [Seen] {
    try db.rows(
      """
      SELECT e.seq, e.at, e.actor_id, u.name, e.role, e.action FROM audit_event e
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.actor_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(patient) AND e.actor_kind IN ('staff', 'operator')
        AND e.seq < \(before)
      ORDER BY e.seq DESC LIMIT \(pageSize + 1)
      """
    ) { row in
      Seen(
        seq: try row.int(0), at: try row.instant(1), person: try row.idIfPresent(2, as: UserID.self),
        name: try row.textIfPresent(3), role: Role(rawValue: try row.text(4)), action: try row.text(5))
    }
  }

  private struct Key: Hashable {
    let day: LocalDate
    let person: UserID?
    let kind: ActionClass?
  }

  private static func lines(_ events: some Sequence<Seen>, _ words: TrailWords) -> [PortalAccessLine] {
    var order: [Key] = []
    var groups: [Key: (first: Seen, count: Int)] = [:]
    for event in events {
      let key = Key(
        day: words.zone.local(event.at).date, person: event.person, kind: ActionClass(action: event.action))
      if groups[key] == nil { order.append(key) }
      groups[key] = (groups[key]?.first ?? event, (groups[key]?.count ?? 0) + 1)
    }
    return order.compactMap { key in
      groups[key].map { group in line(key.day, key.kind, group.first, group.count, words) }
    }
  }

  private static func line(
    _ day: LocalDate, _ kind: ActionClass?, _ event: Seen, _ count: Int, _ words: TrailWords
  ) -> PortalAccessLine {
    let who: TrailEntry.Who = event.person.map { .staff($0, name: event.name) } ?? .operatorCommand
    return PortalAccessLine(
      date: words.formats.date(day, .long), machineDate: day.description, icon: kind?.icon ?? "info",
      who: words.who(who), role: event.role.map(words.role), what: what(kind, words), count: count)
  }

  /// In a patient's words.
  private static func what(_ kind: ActionClass?, _ words: TrailWords) -> String {
    switch kind {
    case .reading: words.text.text("oversight.portal.reading")
    case .record: words.text.text("oversight.portal.record")
    case .visit: words.text.text("oversight.portal.visit")
    case .message: words.text.text("oversight.portal.message")
    case .copy: words.text.text("oversight.portal.copy")
    case .trail: words.text.text("oversight.portal.trail")
    case .emergency: words.text.text("oversight.portal.emergency")
    case .refusal: words.text.text("oversight.portal.refusal")
    case .signIn, .people, .practice, nil: words.text.text("oversight.portal.other")
    }
  }
}
