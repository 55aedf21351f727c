import Core
import Database
import Routing
import Templates
import Web

/// Upload, preview, confirmation and undo of imports.
struct ImportHandlers: Sendable {
  let importer: RecordImport

  /// `GET /patients/import`
  @Sendable func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try listPage([], call, db))
  }

  /// `POST /patients/import`: every file can be read, or none is kept.
  @Sendable func upload(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let files = call.files.filter { $0.field == "files" }.map { ImportFile(name: $0.name, content: $0.content) }
    var problems = files.compactMap { problem(of: $0, call) }
    if files.isEmpty {
      problems = [ImportProblem(file: "", message: call.text.text("patients.import.error.noFile"))]
    }
    guard problems.isEmpty else { return .page(try listPage(problems, call, db.reader), status: 422) }
    let ids = try importer.keep(files, now: call.now, in: db)
    return .redirect(ids.count == 1 ? "/patients/import/\(ids[0])" : "/patients/import")
  }

  private func problem(of file: ImportFile, _ call: Call) -> ImportProblem? {
    let name = Imports.shownName(file.name)
    guard file.content.count <= ImportLimits.upload else {
      let sizes = [
        "size": call.formats.fileSize(bytes: file.content.count),
        "limit": call.formats.fileSize(bytes: ImportLimits.upload),
      ]
      return ImportProblem(file: name, message: call.text.text("patients.import.error.tooLarge", sizes))
    }
    do throws(FHIRImportError) {
      _ = try ImportPlan.read(file.content, limit: ImportLimits.upload)
      return nil
    } catch {
      return ImportProblem(file: name, message: call.text.text(error))
    }
  }

  /// `GET /patients/import/{import}`: the preview, or what became of it.
  @Sendable func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("import", as: ImportID.self)
    guard let entry = try Imports.find(id, in: db) else { throw Refusal.notFound }
    guard entry.state == .previewed else { return .page(try resultPage(entry, [], call, db)) }
    let preview = try importer.preview(try plan(of: id, in: db), ImportChoices(), in: db)
    return .page(try previewPage(entry, preview, isRefused: false, call, db))
  }

  /// `POST /patients/import/{import}/confirmation`
  @Sendable func confirm(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try call.id("import", as: ImportID.self)
    guard let entry = try Imports.find(id, in: db.reader) else { throw Refusal.notFound }
    // A form that is sent a second time finds its import done.
    guard entry.state == .previewed else { return .redirect("/patients/import/\(id)") }
    let choices = ImportHandlers.choices(call.form)
    do {
      let plan = try plan(of: id, in: db.reader)
      _ = try importer.confirm(id, plan, choices, now: call.now, in: db)
      return .redirect("/patients/import/\(id)")
    } catch let error as RecordImport.Undecided {
      return .page(try previewPage(entry, error.preview, isRefused: true, call, db.reader), status: 422)
    } catch is RecordImport.Gone {
      return .redirect("/patients/import/\(id)")
    } catch let error as DatabaseError where error.isDuplicate {
      throw Refusal.conflict
    }
  }

  /// `POST /patients/import/{import}/discard`
  @Sendable func discard(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try call.id("import", as: ImportID.self)
    guard try Imports.find(id, in: db.reader) != nil else { throw Refusal.notFound }
    try db.transaction(AuditEvent("import.discard", "patients_import", id.id)) { tx in
      guard try Imports.discard(id, in: tx) else { throw Refusal.conflict }
    }
    return .redirect("/patients/import")
  }

  /// `POST /patients/import/{import}/undo`
  @Sendable func undo(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try call.id("import", as: ImportID.self)
    guard let entry = try Imports.find(id, in: db.reader) else { throw Refusal.notFound }
    do {
      try ImportUndo.run(id, importer.clinical, in: db)
      return .redirect("/patients/import/\(id)")
    } catch let error as ImportUndo.Refused {
      return .page(try resultPage(entry, error.obstacles, call, db.reader), status: 409)
    } catch is ImportUndo.Gone {
      throw Refusal.conflict
    }
  }

  /// `GET` of an address that is only posted to, where a change of language arrives.
  @Sendable func again(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .redirect("/patients/import/\(try call.id("import", as: ImportID.self))")
  }

  /// The kept file, which could be read when it was uploaded.
  private func plan(of id: ImportID, in db: borrowing TenantReader) throws -> ImportPlan {
    guard let content = try Imports.content(id, in: db) else { throw Refusal.notFound }
    return try ImportPlan.read(content, limit: ImportLimits.file)
  }

  /// `person-<entry>` is `skip`, `create`, or the id of the patient to attach to.
  static func choices(_ form: Form) -> ImportChoices {
    var choices = ImportChoices()
    for (name, value) in form.pairs where name.hasPrefix("person-") {
      guard let entry = Decimal.parse(name.dropFirst("person-".count)) else { continue }
      switch value {
      case "skip": choices.byEntry[entry] = .skip
      case "create": choices.byEntry[entry] = .create
      default: choices.byEntry[entry] = PatientID(text: value).map { .attach($0) }
      }
    }
    return choices
  }
}

// MARK: Pages

extension ImportHandlers {
  private func listPage(
    _ problems: [ImportProblem], _ call: Call, _ db: borrowing TenantReader
  ) throws -> ImportListPage {
    let words = try PatientWords(call, db.practice)
    let entries = try Imports.history(in: db)
    return ImportListPage(
      title: call.text.text("patients.import.title"), problems: problems,
      waiting: entries.filter { $0.state == .previewed }.map { ImportLine($0, words) },
      history: entries.filter { $0.state != .previewed }.map { ImportLine($0, words) })
  }

  private func previewPage(
    _ entry: ImportEntry, _ preview: ImportPreview, isRefused: Bool, _ call: Call, _ db: borrowing TenantReader
  ) throws -> ImportPreviewPage {
    let showsContent = db.scope.holds(.readChart)
    return ImportPreviewPage(
      entry, preview, isRefused: isRefused, showsContent: showsContent, try PatientWords(call, db.practice))
  }

  private func resultPage(
    _ entry: ImportEntry, _ obstacles: [ImportUndo.Obstacle], _ call: Call, _ db: borrowing TenantReader
  ) throws -> ImportResultPage {
    ImportResultPage(
      title: entry.fileName, id: entry.id, line: ImportLine(entry, try PatientWords(call, db.practice)),
      canUndo: entry.state == .imported && entry.created > 0,
      patients: try Imports.patients(of: entry.id, in: db).map {
        ImportCandidate(patient: $0.id, name: $0.name.full, isChosen: false)
      }, obstacles: obstacles.map { ImportObstacle($0, call.text) })
  }
}
