import Core
import Database
import Routing
import Templates
import Web

/// The list and its search. What is searched for is posted: names are never part of an address.
enum PatientListHandlers {
  /// `GET /patients`
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let reach = try PatientReach.of(.readPatients, now: call.now, in: db)
    let everybody = try Directory.everybody(within: reach, in: db)
    let count = max(1, (everybody.count + DirectoryLine.pageSize - 1) / DirectoryLine.pageSize)
    let asked = call.query["page"].map { Decimal.parse($0) ?? 0 } ?? 1
    guard (1...count).contains(asked) else { throw Refusal.notFound }
    let shown = Array(everybody.dropFirst((asked - 1) * DirectoryLine.pageSize).prefix(DirectoryLine.pageSize))
    let links = PageLinks(path: "/patients", current: asked, count: count)
    return .page(try page(nil, shown, total: everybody.count, links, reach, call, db))
  }

  /// `POST /patients/search`
  @Sendable static func search(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let query = PatientQuery(call.form["q"] ?? "", call.language)
    if query.text.isEmpty { return .redirect("/patients") }
    let reach = try PatientReach.of(.readPatients, now: call.now, in: db.reader)
    let found = try Directory.search(query, within: reach, in: db.reader)
    let shown = Array(found.prefix(DirectoryLine.pageSize))
    let links = PageLinks(path: "/patients", current: 1, count: 1)
    return .page(try page(query.text, shown, total: found.count, links, reach, call, db.reader))
  }

  /// `GET /patients/search`: where a reload or a change of language arrives, without what was searched for.
  @Sendable static func searchAgain(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .redirect("/patients")
  }

  private static func page(
    _ query: String?, _ shown: [Directory.Entry], total: Int, _ links: PageLinks, _ reach: PatientReach,
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> PatientListPage {
    let words = try PatientWords(call, db.practice)
    let lines = try DirectoryLine.of(shown.map(\.id), now: call.now, in: db)
    return PatientListPage(
      title: call.text.text("patients.list.title"), query: query,
      rows: shown.map { PersonRow($0, lines[$0.id], words, showsContact: db.scope.sees(.contact)) }, total: total,
      pages: links,
      canChange: db.scope.holds(.changePatients), canImport: db.scope.holds(.importRecords),
      emergencyHref: !reach.isEverybody && db.scope.holds(.openInEmergency) ? EmergencyHandlers.path : nil)
  }
}
