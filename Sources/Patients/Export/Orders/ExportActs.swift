import Core
import Database
import Routing
import Web

/// What both pages do with copies: staff for a patient, patients and those who act for them for themselves.
struct ExportActs {
  let call: Call
  let patient: PatientID
  /// Whose orders these are.
  let orderer: ExportOrderer

  /// Shown below the one that is not over.
  private static let earlier = 5

  func all(in db: borrowing TenantReader) throws -> [Export] {
    try Exports.all(of: patient, for: orderer, limit: Self.earlier + 1, in: db)
  }

  /// The order of the address; anybody else's is none.
  func export(in db: borrowing TenantReader) throws -> Export {
    let id = try call.id("export", as: ExportID.self)
    guard let export = try Exports.find(id, in: db), export.patient == patient,
      export.orderer.word == orderer.word, export.orderer.account == orderer.account
    else { throw Refusal.notFound }
    return export
  }

  /// Writes an order down. One that is not over yet stays the only one.
  func order(in db: borrowing TenantConnection) throws {
    guard let person = try ExportPerson.find(patient, in: db.reader) else { throw Refusal.notFound }
    if try all(in: db.reader).contains(where: { $0.state != .gone }) { return }
    let id = ExportID(.make(at: call.now))
    let event = AuditEvent(
      "patient.export.order", "patients_export", id.id, patient: patient, fields: [orderer.word])
    do {
      try db.transaction(event) { tx in
        guard try Exports.order(id, of: patient, by: orderer, person.language, now: call.now, in: tx) else {
          throw OrderedAlready()
        }
      }
    } catch is OrderedAlready { return }
  }

  /// A failed one again, from the beginning.
  func retry(in db: borrowing TenantConnection) throws {
    let export = try export(in: db.reader)
    let isFailed = try export.state == .failed || ExportJob.isGivenUp(export.id, run: export.run, in: db.reader)
    guard isFailed else { return }
    let event = AuditEvent("patient.export.retry", "patients_export", export.id.id, patient: patient)
    do {
      try db.transaction(event) { tx in
        guard try Exports.retry(export, now: call.now, in: tx) else { throw OrderedAlready() }
      }
    } catch is OrderedAlready { return }
  }

  func delete(in db: borrowing TenantConnection) throws {
    let export = try export(in: db.reader)
    guard export.state != .gone else { return }
    let event = AuditEvent(
      "patient.export.gone", "patients_export", export.id.id, patient: patient, fields: ["deleted"])
    try db.transaction(event) { tx in _ = try Exports.end(export.id, .deleted, now: call.now, in: tx) }
  }

  /// The archive. It leaves when it stands in the trail that it does. Nil when it is not there (any more).
  func fetch(in db: borrowing TenantConnection) throws -> Reply? {
    let export = try export(in: db.reader)
    guard export.state == .ready, export.expiresAt > call.now,
      let archive = try ExportParts.archive(of: export, in: db.reader)
    else { return nil }
    let event = AuditEvent("patient.export.fetch", "patients_export", export.id.id, patient: patient)
    try db.transaction(event) { tx in try Exports.markFetched(export.id, now: call.now, in: tx) }
    let name = "\(db.practice.slug)-record-\(UTCText.seconds(export.orderedAt).prefix(10)).zip"
    return .response(
      Response(
        status: 200,
        headers: [
          ("Content-Type", "application/zip"), ("Cache-Control", "no-store"),
          ("Content-Disposition", ContentDisposition(.attachment, fileName: name).header.text),
        ], body: archive))
  }

  /// What an open page asks for while a copy is built; numbers alone.
  func version(in db: borrowing TenantReader) throws -> Reply {
    let tag = "\"\(try ExportActs.version(of: try all(in: db).first, in: db))\""
    let headers = [("ETag", tag), ("Cache-Control", "private, no-cache")]
    if call.request.headers["if-none-match"] == tag { return .response(Response(status: 304, headers: headers)) }
    return .response(
      Response(
        status: 200, headers: headers + [("Content-Type", "text/plain; charset=utf-8")],
        body: Array(tag.utf8.dropFirst().dropLast())))
  }

  static func version(of export: Export?, in db: borrowing TenantReader) throws -> String {
    guard let export else { return "none" }
    let isGivenUp = try export.isBeingBuilt && ExportJob.isGivenUp(export.id, run: export.run, in: db)
    return "\(isGivenUp ? "failed" : export.state.rawValue).\(export.run).\(export.partsDone)"
  }

  private struct OrderedAlready: Error {}
}
