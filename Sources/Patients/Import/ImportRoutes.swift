import Routing
import Templates

/// Every address of the import.
enum ImportRoutes {
  static func all(_ clinical: ClinicalImport) -> [Route] {
    let handlers = ImportHandlers(importer: RecordImport(clinical: clinical))
    return [
      .get("/patients/import", .importRecords, "ImportHandlers.list", handlers.list),
      .post("/patients/import", .importRecords, "ImportHandlers.upload", handlers.upload),
      .get(
        "/patients/import/{import}", .importRecords, "ImportHandlers.show", recordsAccess: .shown("import.read"),
        handlers.show),
      .get("/patients/import/{import}/confirmation", .importRecords, "ImportHandlers.again", handlers.again),
      .post(
        "/patients/import/{import}/confirmation", .importRecords, "ImportHandlers.confirm",
        recordsAccess: .shown("import.read"), handlers.confirm),
      .get("/patients/import/{import}/undo", .importRecords, "ImportHandlers.again", handlers.again),
      .post(
        "/patients/import/{import}/undo", .importRecords, "ImportHandlers.undo", recordsAccess: .shown("import.read"),
        handlers.undo),
      .post("/patients/import/{import}/discard", .importRecords, "ImportHandlers.discard", handlers.discard),
    ]
  }
  static let pages: [any Page.Type] = [ImportListPage.self, ImportPreviewPage.self, ImportResultPage.self]
}
