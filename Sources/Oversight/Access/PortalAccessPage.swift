import Templates

/// Who saw my record: names, roles, days, in plain words.
struct PortalAccessPage: Page {
  static let template = "oversight/portal-access"
  let title: String
  /// Nil when it is the reader's own.
  let name: String?
  let zone: String
  let lines: [PortalAccessLine]
  let olderHref: String?

  static let fields: [Field<PortalAccessPage>] = [
    .text("title") { $0.title },
    .optionalText("patientName") { $0.name },
    .text("zone") { $0.zone },
    .flag("hasLines") { !$0.lines.isEmpty },
    .list("lines") { $0.lines },
    .optionalText("olderHref") { $0.olderHref },
  ]
  static let examples: [PortalAccessPage] = [
    PortalAccessPage(
      title: "Who saw my record", name: "<Max>", zone: "Berlin time (GMT+1)",
      lines: [
        PortalAccessLine(
          date: "Thursday 12 March 2026", machineDate: "2026-03-12", icon: "eye", who: "Dr <b>Mira", role: "Owner",
          what: "Read your record", count: 3),
        PortalAccessLine(
          date: "Thursday 12 March 2026", machineDate: "2026-03-12", icon: "download", who: "The operator", role: nil,
          what: "Copied your record", count: 1),
      ], olderHref: "/portal/record/access?before=1"),
    PortalAccessPage(title: "Who saw my record", name: nil, zone: "UTC", lines: [], olderHref: nil),
  ]
}

/// What one person did on one day.
struct PortalAccessLine: TemplateModel {
  let date: String
  let machineDate: String
  let icon: String
  let who: String
  let role: String?
  let what: String
  let count: Int

  static let fields: [Field<PortalAccessLine>] = [
    .text("date") { $0.date },
    .text("machineDate") { $0.machineDate },
    .text("icon") { $0.icon },
    .text("who") { $0.who },
    .optionalText("role") { $0.role },
    .text("what") { $0.what },
    .number("times") { $0.count },
    .flag("isRepeated") { $0.count > 1 },
  ]
}
