import Core
import Database
import SQL

/// Builds a copy part by part. Each part is one transaction that also says where the next one begins, so a worker may end
/// anywhere; of two workers at the same order one writes a part and the other one stops.
struct ExportJob: Sendable {
  let exporter: PatientExporter

  /// The payload is `<order> <run> <slice>`: a long one is built in slices, each a job of its own.
  static func job(_ id: ExportID, run: Int, slice: Int, at time: Instant) -> NewJob {
    let payload = "\(id) \(run) \(slice)"
    return NewJob("patient.export", payload: payload, runAt: time, uniqueKey: payload)
  }

  /// Whether the job of this run will not be tried again.
  static func isGivenUp(_ id: ExportID, run: Int, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM jobs_job
      WHERE practice_id = \(db.scope) AND kind = 'patient.export' AND state = 'dead'
        AND unique_key LIKE \("\(id) \(run) %") LIMIT 1
      """
    ) { try $0.int(0) } != nil
  }

  func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ")
    guard parts.count == 3, let id = ExportID(text: parts[0]), let run = Decimal.parse(parts[1]),
      let slice = Decimal.parse(parts[2])
    else { return .dead(reason: "malformed payload") }
    let end = Instant.now.adding(seconds: exporter.limits.secondsAtATime)
    try exporter.checkpoint(.begun)
    while let export = try Exports.find(id, in: db.reader), export.run == run, export.isBeingBuilt {
      guard export.contentBytes <= exporter.limits.content else { return try refuse(export, now, db) }
      if export.section == ExportJob.packing { return try pack(export, now, db) }
      guard try write(export, db) else { return .done }
      try exporter.checkpoint(.wrote(part: export.partsDone))
      guard Instant.now < end else {
        try db.enqueueUpkeep(ExportJob.job(id, run: run, slice: slice + 1, at: now))
        try exporter.checkpoint(.handedOn)
        return .done
      }
    }
    return .done
  }

  /// Stands for a section when all are written.
  static let packing = "pack"

  /// Writes the next part. False when somebody else does.
  private func write(_ export: Export, _ db: borrowing TenantConnection) throws -> Bool {
    guard
      let index = exporter.sections.firstIndex(where: { export.section.isEmpty || $0.kind.rawValue == export.section })
    else { throw UnknownSection() }
    let section = exporter.sections[index]
    let page = try section.read(try exporter.context(of: export, in: db.reader), export.after, db.reader)
    let draft = ExportDraft(section: section.kind, resources: page.resources, lines: page.lines).bytes
    let following = index + 1 < exporter.sections.count ? exporter.sections[index + 1].kind.rawValue : ExportJob.packing
    let place = ExportPlace(
      section: page.last == nil ? following : section.kind.rawValue, after: page.last,
      total: try total(export, db.reader), bytes: draft.count)
    let withoutContact = try ExportPerson.hasNoContact(export.patient, in: db.reader)
    let event = AuditEvent(
      "patient.export.part", "patients_export", export.id.id, patient: export.patient, fields: [section.kind.rawValue])
    do {
      try db.transaction(event) { tx in
        guard try Exports.advance(export, to: place, in: tx) else { throw Overtaken() }
        try ExportParts.add(draft, .draft, export.partsDone, of: export, withoutContact: withoutContact, in: tx)
      }
    } catch is Overtaken { return false }
    return true
  }

  /// How many parts there will be, the archive among them; counted once.
  private func total(_ export: Export, _ db: borrowing TenantReader) throws -> Int {
    if export.partsTotal > 0 { return export.partsTotal }
    var total = 1
    for section in exporter.sections {
      let rows = try section.count(export.patient, db)
      total += max(1, (rows + exporter.limits.rowsAtOnce - 1) / exporter.limits.rowsAtOnce)
    }
    return total
  }

  /// The archive takes the place of the drafts, all at once.
  private func pack(_ export: Export, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let files = try ExportFiles(export, exporter, in: db.reader)
    let archive = try files.archive(at: now)
    try exporter.checkpoint(.packed)
    guard archive.count <= exporter.limits.archive else { return try refuse(export, now, db) }
    let withoutContact = try ExportPerson.hasNoContact(export.patient, in: db.reader)
    let event = AuditEvent("patient.export.build", "patients_export", export.id.id, patient: export.patient)
    do {
      try db.transaction(event) { tx in
        guard try Exports.finish(export, bytes: archive.count, now: now, in: tx) else { throw Overtaken() }
        try ExportParts.remove(.draft, of: export.id, in: tx)
        for (position, start) in stride(from: 0, to: archive.count, by: exporter.limits.piece).enumerated() {
          let piece = Array(archive[start..<min(start + exporter.limits.piece, archive.count)])
          try ExportParts.add(piece, .archive, position, of: export, withoutContact: withoutContact, in: tx)
        }
        try tell(export, now: now, in: tx)
      }
    } catch is Overtaken { return .done }
    try exporter.checkpoint(.finished)
    return .done
  }

  /// Too large for this: said on the page. Trying again would not help, so the job has done what it can.
  private func refuse(_ export: Export, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let event = AuditEvent(
      "patient.export.fail", "patients_export", export.id.id, patient: export.patient,
      fields: [Export.Outcome.tooLarge.rawValue], result: .failed)
    try db.transaction(event) { tx in _ = try Exports.fail(export.id, run: export.run, .tooLarge, now: now, in: tx) }
    return .done
  }

  /// A mail to whoever ordered it; it says nothing of what is in it.
  private func tell(_ export: Export, now: Instant, in tx: borrowing TenantTransaction) throws {
    let news = EntityID.make(at: now)
    switch export.orderer {
    case .staff(let user):
      guard let user else { return }
      try tx.enqueue(
        NewJob("identity.alert", payload: "\(news) \(user) exportReady", runAt: now, uniqueKey: "\(news)"))
    case .patient, .guardian:
      let account = export.orderer.account ?? export.patient.id
      try tx.enqueue(
        NewJob("identity.portalAlert", payload: "\(news) \(account) exportReady", runAt: now, uniqueKey: "\(news)"))
    }
  }

  /// Another worker wrote this part, or the order is over.
  private struct Overtaken: Error {}
  /// A version of the product that knew other sections began it: "try again" begins afresh.
  private struct UnknownSection: Error {}
}
