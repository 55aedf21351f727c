import Core
import Templates

/// The patients who may be affected, as a page shows them.
struct AffectedList: TemplateModel {
  /// Rows of a page; the file has all.
  static let limit = 200

  let rows: [AffectedRow]
  let total: Int
  /// Looks at lists and searches, which name no patient.
  let wideLooks: Int
  let wideHref: String

  static let fields: [Field<AffectedList>] = [
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .number("total") { $0.total },
    .number("shown") { $0.rows.count },
    .flag("isCut") { $0.total > $0.rows.count },
    .number("wideLooks") { $0.wideLooks },
    .text("wideHref") { $0.wideHref },
  ]
  static let example = AffectedList(
    rows: [
      AffectedRow(
        name: "Erika <Mustermann>", href: "/patients/0/access", count: "3", first: "12 March 2026, 10:30 (GMT+1)",
        last: "12 March 2026, 10:45 (GMT+1)"),
      AffectedRow(name: "A patient", href: "/patients/1/access", count: "1", first: "a", last: "b"),
    ], total: 300, wideLooks: 2, wideHref: "/audit?class=reading")
  static let emptyExample = AffectedList(rows: [], total: 0, wideLooks: 0, wideHref: "/audit")

  private init(rows: [AffectedRow], total: Int, wideLooks: Int, wideHref: String) {
    (self.rows, self.total, self.wideLooks, self.wideHref) = (rows, total, wideLooks, wideHref)
  }
  init(_ affected: [AffectedPatient], wideLooks: Int, _ scope: IncidentScope, _ words: TrailWords) {
    rows = affected.prefix(Self.limit).map { AffectedRow($0, words) }
    total = affected.count
    self.wideLooks = wideLooks
    var filter = TrailFilter()
    if case .person(let user) = scope.actor { filter.person = user }
    filter.kind = .reading
    filter.from = words.zone.local(scope.from).date
    filter.to = words.zone.local(scope.to).date
    wideHref = TrailHandlers.href(filter)
  }
}

struct AffectedRow: TemplateModel {
  let name: String
  let href: String
  let count: String
  let first: String
  let last: String

  static let fields: [Field<AffectedRow>] = [
    .text("name") { $0.name },
    .text("href") { $0.href },
    .text("count") { $0.count },
    .text("first") { $0.first },
    .text("last") { $0.last },
  ]
}

extension AffectedRow {
  init(_ patient: AffectedPatient, _ words: TrailWords) {
    name = words.patient(patient.name)
    href = "/patients/\(patient.id)/access"
    count = words.formats.number(patient.count)
    first = words.moment(patient.first)
    last = words.moment(patient.last)
  }
}
