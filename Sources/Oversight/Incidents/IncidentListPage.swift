import Templates

/// Every incident with how it stands, open ones first.
struct IncidentListPage: Page {
  static let template = "oversight/incident-list"
  let title: String
  let rows: [IncidentRow]

  static let fields: [Field<IncidentListPage>] = [
    .text("title") { $0.title },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
  ]
  static let examples: [IncidentListPage] = [
    IncidentListPage(
      title: "Incidents",
      rows: [
        IncidentRow(
          href: "/audit/incident/0", title: "12 March 2026", detail: "Dr <b>Mira</b>", clock: "Authority",
          state: "3 hours left", mark: .late),
        IncidentRow(
          href: "/audit/incident/1", title: "1 March 2026", detail: "Anybody", clock: nil, state: "Closed", mark: .done),
      ]),
    IncidentListPage(title: "Incidents", rows: []),
  ]
}

struct IncidentRow: TemplateModel {
  let href: String
  let title: String
  let detail: String
  /// Which clock ``state`` speaks of.
  let clock: String?
  let state: String
  let mark: IncidentClockLine.Mark
  static let fields: [Field<IncidentRow>] = [
    .text("href") { $0.href },
    .text("rowTitle") { $0.title },
    .text("detail") { $0.detail },
    .optionalText("clock") { $0.clock },
    .text("state") { $0.state },
    .text("look") { row in
      switch row.mark {
      case .running: "badge-warn"
      case .late: "badge-danger"
      case .done: "badge-ok"
      }
    },
  ]
}
