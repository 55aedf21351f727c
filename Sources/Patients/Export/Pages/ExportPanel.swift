import Core
import Database
import Routing
import Templates

/// Where an order stands, and what can be done with it: the same for staff and for patients.
struct ExportPanel: TemplateModel {
  let path: String
  /// Asked while a copy is built; nil when nothing will change by itself.
  let poll: String?
  let version: String
  /// What was asked for is not there any more.
  let hasGone: Bool
  let order: ExportOrderView?
  let earlier: [EarlierExport]

  static let fields: [Field<ExportPanel>] = [
    .text("path") { $0.path },
    .optionalText("poll") { $0.poll },
    .text("version") { $0.version },
    .flag("hasGone") { $0.hasGone },
    .object("order") { $0.order },
    .flag("hasEarlier") { !$0.earlier.isEmpty },
    .list("earlier") { $0.earlier },
  ]

  static func make(
    _ acts: ExportActs, path: String, hasGone: Bool, in db: borrowing TenantReader
  ) throws -> ExportPanel {
    let all = try acts.all(in: db)
    let current = all.first { $0.state != .gone }
    let isGivenUp = try current.map { try $0.isBeingBuilt && ExportJob.isGivenUp($0.id, run: $0.run, in: db) } ?? false
    let words = try ExportWords(acts.call, db.practice)
    let view = current.map { words.view($0, isGivenUp: isGivenUp, path: path) }
    return ExportPanel(
      path: path, poll: view?.isBuilding == true ? path + "/version" : nil,
      version: try ExportActs.version(of: all.first, in: db), hasGone: hasGone, order: view,
      earlier: all.filter { $0.state == .gone }.prefix(5).map(words.earlier))
  }

  static let examples: [ExportPanel] = [
    ExportPanel(
      path: "/p", poll: nil, version: "none", hasGone: true, order: nil, earlier: [EarlierExport(text: "<b>")]),
    ExportPanel(
      path: "/p", poll: "/p/version", version: "building.1.2", hasGone: false, order: .building, earlier: []),
    ExportPanel(path: "/p", poll: nil, version: "ready.1.9", hasGone: false, order: .ready, earlier: []),
    ExportPanel(path: "/p", poll: nil, version: "failed.1.2", hasGone: false, order: .failed, earlier: []),
  ]
}

/// One that has gone.
struct EarlierExport: TemplateModel {
  let text: String
  static let fields: [Field<EarlierExport>] = [.text("text") { $0.text }]
}

/// The order that is not over.
struct ExportOrderView: TemplateModel {
  let ordered: String
  let isBuilding: Bool
  let done: Int
  let total: Int
  /// "3 of 15 parts".
  let progress: String
  let isReady: Bool
  let size: String
  let lapses: String
  /// When it was fetched last; nil: never.
  let fetched: String?
  /// Why it failed; nil when it has not.
  let failure: String?
  /// The page itself.
  let hereHref: String
  let fileAction: String
  let retryAction: String
  let deleteAction: String

  static let fields: [Field<ExportOrderView>] = [
    .text("ordered") { $0.ordered },
    .flag("isBuilding") { $0.isBuilding },
    .number("done") { $0.done },
    .number("total") { $0.total },
    .text("progress") { $0.progress },
    .flag("isReady") { $0.isReady },
    .text("size") { $0.size },
    .text("lapses") { $0.lapses },
    .optionalText("fetched") { $0.fetched },
    .optionalText("failure") { $0.failure },
    .text("hereHref") { $0.hereHref },
    .text("fileAction") { $0.fileAction },
    .text("retryAction") { $0.retryAction },
    .text("deleteAction") { $0.deleteAction },
  ]

  private static func example(
    isBuilding: Bool = false, isReady: Bool = false, fetched: String? = nil, failure: String? = nil
  ) -> ExportOrderView {
    ExportOrderView(
      ordered: "Ordered 12 March 2026 by <Mira>", isBuilding: isBuilding, done: 3, total: 15, progress: "3 of 15 parts",
      isReady: isReady, size: "340 kB", lapses: "19 March 2026", fetched: fetched, failure: failure,
      hereHref: "/p", fileAction: "/p/0/file", retryAction: "/p/0/retry", deleteAction: "/p/0/deletion")
  }
  static let building = example(isBuilding: true)
  static let ready = example(isReady: true, fetched: "12 March 2026")
  static let failed = example(failure: "It did not work.")
}
