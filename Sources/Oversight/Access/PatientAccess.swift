import Core
import Database
import Routing
import Templates

/// Who saw one patient's record, for those who are responsible for it.
enum PatientAccess {
  /// `GET /patients/{patient}/access`. The router records the look at it.
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let patient = try TrailPatient.find(id, in: db) else { throw Refusal.notFound }
    let words = try TrailWords(call, db.practice)
    let place = try TrailHandlers.place(call.query)
    let part = try Trail.part(TrailFilter(patient: id), place, zone: words.zone, now: call.now, in: db)
    let reader = TrailReader(db)
    return .page(
      PatientAccessPage(
        title: call.text.text("oversight.access.title"), patient: words.patient(patient.name),
        patientHref: patient.name == nil ? nil : "/patients/\(id)", zone: TrailHandlers.zoneLabel(words, call),
        filterHref: reader.readsTrail ? "\(TrailHandlers.path)?patient=\(id)" : nil,
        rows: part.entries.map { TrailRow($0, words, reader: reader) },
        links: TrailLinks(part, path: "/patients/\(id)/access", kept: [])))
  }
}
