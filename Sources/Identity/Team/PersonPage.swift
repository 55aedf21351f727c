import Core
import Routing
import Templates

/// One member of staff: what they are, what they sign in with, and what can be done about it.
struct PersonPage: Page {
  static let template = "team/person"
  let title: String
  let path: String
  let version: String
  let email: String
  let role: String
  let isActive: Bool
  let since: String
  let seen: String?
  let sessions: Int
  let factors: [String]
  let devices: [Device]
  let resets: [Reset]
  let done: String?
  let isConflict: Bool
  /// Why nothing can be changed here; nil when something can.
  let locked: String?
  /// Empty when the role cannot be changed by the reader.
  let roleControls: [FormControl]
  let canDeactivate: Bool
  let canReactivate: Bool
  let canEndSessions: Bool
  /// Empty when the factors cannot be reset by the reader.
  let resetControls: [FormControl]
  /// Of a supervisor: whom they supervise.
  let supervisionHref: String?

  struct Device: TemplateModel {
    let label: String
    let first: String
    let last: String
    static let fields: [Field<Device>] = [
      .text("label") { $0.label },
      .text("first") { $0.first },
      .text("last") { $0.last },
    ]
  }
  struct Reset: TemplateModel {
    let at: String
    let maker: String
    let reason: String
    let isDone: Bool
    static let fields: [Field<Reset>] = [
      .text("at") { $0.at },
      .text("maker") { $0.maker },
      .text("reason") { $0.reason },
      .flag("isDone") { $0.isDone },
    ]
  }

  private var problems: [FormProblem] {
    (roleControls + resetControls).compactMap { control in control.error.map { FormProblem(control, $0) } }
  }
  /// 200, 409 after somebody else's change, 422 with refused fields.
  var status: Int { isConflict ? 409 : problems.isEmpty ? 200 : 422 }

  static let fields: [Field<PersonPage>] = [
    .text("title") { $0.title },
    .text("path") { $0.path },
    .text("version") { $0.version },
    .text("email") { $0.email },
    .text("role") { $0.role },
    .flag("isActive") { $0.isActive },
    .text("since") { $0.since },
    .optionalText("seen") { $0.seen },
    .number("sessions") { $0.sessions },
    .strings("factors") { $0.factors },
    .flag("hasDevices") { !$0.devices.isEmpty },
    .list("devices") { $0.devices },
    .flag("hasResets") { !$0.resets.isEmpty },
    .list("resets") { $0.resets },
    .optionalText("done") { $0.done },
    .flag("isConflict") { $0.isConflict },
    .optionalText("locked") { $0.locked },
    .flag("canChangeRole") { !$0.roleControls.isEmpty },
    .list("roleControls") { $0.roleControls },
    .optionalText("supervisionHref") { $0.supervisionHref },
    .flag("canDeactivate") { $0.canDeactivate },
    .flag("canReactivate") { $0.canReactivate },
    .flag("canEndSessions") { $0.canEndSessions },
    .flag("canReset") { !$0.resetControls.isEmpty },
    .list("resetControls") { $0.resetControls },
    .flag("hasErrors") { !$0.problems.isEmpty },
    .list("errors") { $0.problems },
  ]

  static let examples = [
    PersonPage(
      title: "Nora Neu", path: "/team/0190", version: "1", email: "nora@practice.example", role: "Billing",
      isActive: true, since: "12 March 2026", seen: nil, sessions: 0, factors: [], devices: [], resets: [], done: nil,
      isConflict: false, locked: "Only owners change owners.", roleControls: [], canDeactivate: false,
      canReactivate: false, canEndSessions: false, resetControls: [],
      supervisionHref: nil),
    PersonPage(
      title: "<נורה>", path: "/team/0190", version: "2", email: "nora@practice.example", role: "Billing",
      isActive: false, since: "12 March 2026", seen: "12 March 2026, 10:30", sessions: 2, factors: ["password"],
      devices: [Device(label: "Firefox, Linux", first: "12 March 2026, 10:30", last: "13 March 2026, 10:30")],
      resets: [Reset(at: "12 March 2026, 10:30", maker: "Mira", reason: "<lost>", isDone: true)], done: "Saved.",
      isConflict: true, locked: nil, roleControls: Array(EditForm.example.controls.prefix(1)), canDeactivate: true,
      canReactivate: true, canEndSessions: true, resetControls: Array(EditForm.example.controls.suffix(2)),
      supervisionHref: "/team/0190/supervision"),
  ]
}
