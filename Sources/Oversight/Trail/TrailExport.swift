import Core
import Database
import Routing
import Templates
import Web

/// The trail as a file for other programs.
enum TrailExport {
  /// Events of one file. More are refused rather than cut: a file that ends early looks complete.
  static let limit = 50_000

  /// `POST /audit/export`
  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let values = FormValues(call.form)
    let (filter, errors) = TrailFilter.parse(values)
    guard errors.isEmpty else { return try TrailHandlers.show(filter, values, errors, call, db.reader) }
    if let patient = filter.patient, try TrailPatient.find(patient, in: db.reader) == nil { throw Refusal.notFound }
    let words = try TrailWords(call, db.practice)
    guard try Trail.count(filter, zone: words.zone, in: db.reader) <= limit else {
      return try TrailHandlers.show(filter, values, errors, tooMany: true, call, db.reader)
    }
    let file = try file(filter, words, in: db.reader)
    // Written before the file leaves; without it nothing does.
    let event = AuditEvent("audit.export", "audit_event", nil, patient: filter.patient, fields: filter.names)
    try db.transaction(event) { _ in }
    return .response(CSVFile.response(file, name: "audit-\(db.practice.slug).csv"))
  }

  /// `GET /audit/export`: where a reload or a change of language arrives.
  @Sendable static func again(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .redirect(TrailHandlers.path)
  }

  private static func file(
    _ filter: TrailFilter, _ words: TrailWords, in db: borrowing TenantReader
  ) throws -> [UInt8] {
    let head = [
      "seq", "time", "local", "actor", "name", "role", "address", "request", "action", "words", "entity", "entityID",
      "patient", "patientName", "fields", "result", "session", "onBehalfOf",
    ]
    var bytes = CSVFile.start(head.map { CSVCell(words.text.text("oversight.csv.\($0)")) })
    try Trail.each(filter, zone: words.zone, in: db) { entry in
      CSVFile.add(row(entry, words), to: &bytes)
    }
    return bytes
  }

  private static func row(_ entry: TrailEntry, _ words: TrailWords) -> [CSVCell] {
    let actor: String
    if case .staff(let id, _) = entry.who { actor = id.description } else { actor = "" }
    return [
      CSVCell(entry.seq), CSVCell(UTCText.microseconds(entry.at)), CSVCell(words.moment(entry.at)), CSVCell(actor),
      CSVCell(words.who(entry.who)), CSVCell(entry.role.map(words.role) ?? ""), CSVCell(entry.address),
      CSVCell(entry.request), CSVCell(entry.action), CSVCell(words.action(entry.action)), CSVCell(entry.entity),
      CSVCell(entry.entityID?.description ?? ""), CSVCell(entry.patient?.description ?? ""),
      CSVCell(entry.patient.map { _ in words.patient(entry.patientName) } ?? ""), CSVCell(entry.fields),
      CSVCell(entry.result), CSVCell(entry.session?.description ?? ""), CSVCell(entry.onBehalfOf?.description ?? ""),
    ]
  }
}
