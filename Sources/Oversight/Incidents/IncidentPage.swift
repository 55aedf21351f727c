import Core
import Templates

/// One incident: its clocks, what was done, and who may be affected.
struct IncidentPage: Page {
  static let template = "oversight/incident"
  let title: String
  let id: IncidentID
  let version: Int
  let zone: String
  let facts: [IncidentFact]
  let note: [String]
  let clocks: [IncidentClockLine]
  let steps: [IncidentStepLine]
  let affected: AffectedList

  static let fields: [Field<IncidentPage>] = [
    .text("title") { $0.title },
    .text("incidentHref") { "/audit/incident/\($0.id)" },
    .text("version") { "\($0.version)" },
    .text("zone") { $0.zone },
    .list("facts") { $0.facts },
    .strings("note") { $0.note },
    .list("clocks") { $0.clocks },
    .list("steps") { $0.steps },
    .object("affected") { $0.affected },
  ]
  static let examples: [IncidentPage] = [
    IncidentPage(
      title: "Incident of 12 March 2026", id: IncidentID(EntityID(high: 0, low: 1)), version: 1, zone: "UTC",
      facts: [IncidentFact(name: "Discovered", value: "12 March 2026, 10:30 (GMT+1)")], note: ["A <laptop>", "lost"],
      clocks: [
        IncidentClockLine(title: "Authority", law: "GDPR", due: "15 March", state: "3 hours left", mark: .running),
        IncidentClockLine(title: "Authority", law: "GDPR", due: "15 March", state: "overdue", mark: .late),
        IncidentClockLine(title: "Patients", law: "HIPAA", due: "11 May", state: "done", mark: .done),
      ],
      steps: [
        IncidentStepLine(step: "authority", name: "Authority told", act: "Note that it was told", doneAt: nil),
        IncidentStepLine(step: "closed", name: "Closed", act: "Close", doneAt: "13 March 2026, 09:00 (GMT+1)"),
      ], affected: .example),
    IncidentPage(
      title: "Incident", id: IncidentID(EntityID(high: 0, low: 1)), version: 2, zone: "UTC", facts: [], note: [],
      clocks: [], steps: [], affected: .emptyExample),
  ]
}

struct IncidentFact: TemplateModel {
  let name: String
  let value: String
  static let fields: [Field<IncidentFact>] = [
    .text("factName") { $0.name },
    .text("factValue") { $0.value },
  ]
}

/// A clock of the law, in words.
struct IncidentClockLine: TemplateModel {
  enum Mark: Sendable { case running, late, done }
  let title: String
  let law: String
  let due: String
  let state: String
  let mark: Mark

  static let fields: [Field<IncidentClockLine>] = [
    .text("clockTitle") { $0.title },
    .text("law") { $0.law },
    .text("due") { $0.due },
    .text("state") { $0.state },
    .text("look") { line in
      switch line.mark {
      case .running: "badge-warn"
      case .late: "badge-danger"
      case .done: "badge-ok"
      }
    },
    .text("icon") { line in
      switch line.mark {
      case .running: "hourglass"
      case .late: "alert"
      case .done: "check"
      }
    },
  ]
}

struct IncidentStepLine: TemplateModel {
  let step: String
  let name: String
  let act: String
  /// Nil while it is still to do.
  let doneAt: String?
  static let fields: [Field<IncidentStepLine>] = [
    .text("step") { $0.step },
    .text("stepName") { $0.name },
    .text("act") { $0.act },
    .optionalText("doneAt") { $0.doneAt },
  ]
}
