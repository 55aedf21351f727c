import Templates

/// What one member of staff did, newest first.
struct AuditPersonPage: Page {
  static let template = "oversight/audit-person"
  let title: String
  let role: String
  let isActive: Bool
  let zone: String
  /// The same in the list with its other filters.
  let filterHref: String
  let rows: [TrailRow]
  let links: TrailLinks

  static let fields: [Field<AuditPersonPage>] = [
    .text("title") { $0.title },
    .text("personRole") { $0.role },
    .flag("isActive") { $0.isActive },
    .text("zone") { $0.zone },
    .text("filterHref") { $0.filterHref },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .object("links") { $0.links },
  ]
  static let examples: [AuditPersonPage] = [
    AuditPersonPage(
      title: "Dr Mira Specimen", role: "Owner", isActive: true, zone: "Berlin time (GMT+1)",
      filterHref: "/audit?person=0", rows: [.example], links: .example),
    AuditPersonPage(
      title: "Jonas <i>", role: "Front desk", isActive: false, zone: "UTC", filterHref: "/audit?person=0", rows: [],
      links: .none),
  ]
}
