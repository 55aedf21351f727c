import Core
import Routing
import Templates

/// Everybody of the practice, and who is invited.
struct TeamPage: Page {
  static let template = "team/team"
  let title: String
  let done: String?
  let people: [Person]
  let invitations: [Invitation]

  /// What a change leads back with, as a message.
  enum Done: String {
    case invited, withdrawn, renewed, role, deactivated, reactivated, ended, reset
  }

  struct Person: TemplateModel {
    let href: String
    let name: String
    let email: String
    let role: String
    let isActive: Bool
    let isSelf: Bool
    let factors: [String]
    /// Nil for somebody who has never signed in.
    let seen: String?
    static let fields: [Field<Person>] = [
      .text("href") { $0.href },
      .text("name") { $0.name },
      .text("email") { $0.email },
      .text("role") { $0.role },
      .flag("isActive") { $0.isActive },
      .flag("isSelf") { $0.isSelf },
      .strings("factors") { $0.factors },
      .optionalText("seen") { $0.seen },
    ]
  }

  struct Invitation: TemplateModel {
    let path: String
    let name: String
    let email: String
    let role: String
    let state: State
    let stateText: String
    let until: String
    let canRenew: Bool
    let canWithdraw: Bool

    enum State: String {
      /// The mail is on its way, has arrived at a mail server, or was not taken.
      case waiting, sent, failed
      case expired, withdrawn
      var icon: String {
        switch self {
        case .waiting: "clock"
        case .sent: "mail"
        case .failed: "alert"
        case .expired: "clock-x"
        case .withdrawn: "x-circle"
        }
      }
      var badge: String {
        switch self {
        case .waiting, .sent: "badge-info"
        case .failed: "badge-danger"
        case .expired, .withdrawn: "badge-warn"
        }
      }
    }
    static let fields: [Field<Invitation>] = [
      .text("path") { $0.path },
      .text("name") { $0.name },
      .text("email") { $0.email },
      .text("role") { $0.role },
      .text("icon") { $0.state.icon },
      .text("badge") { $0.state.badge },
      .text("stateText") { $0.stateText },
      .text("until") { $0.until },
      .flag("canRenew") { $0.canRenew },
      .flag("canWithdraw") { $0.canWithdraw },
    ]
  }

  static let fields: [Field<TeamPage>] = [
    .text("title") { $0.title },
    .optionalText("done") { $0.done },
    .list("people") { $0.people },
    .flag("hasInvitations") { !$0.invitations.isEmpty },
    .list("invitations") { $0.invitations },
  ]
  static let examples = [
    TeamPage(
      title: "Team", done: nil,
      people: [
        Person(
          href: "/team/0190", name: "Mira Specimen", email: "mira@practice.example", role: "Owner", isActive: true,
          isSelf: true, factors: ["Password"], seen: nil)
      ], invitations: []),
    TeamPage(
      title: "Team", done: "Invitation sent.",
      people: [
        Person(
          href: "/team/0190", name: "<מירה>", email: "mira@practice.example", role: "Billing", isActive: false,
          isSelf: false, factors: [], seen: "12 March 2026, 10:30")
      ],
      invitations: [
        Invitation(
          path: "/team/invitations/0191", name: "Nora", email: "nora@practice.example", role: "Billing", state: .sent,
          stateText: "Sent", until: "19 March 2026, 10:30", canRenew: true, canWithdraw: true),
        Invitation(
          path: "/team/invitations/0192", name: "Nils", email: "nils@practice.example", role: "Owner", state: .expired,
          stateText: "Expired", until: "19 March 2026, 10:30", canRenew: false, canWithdraw: false),
      ]),
  ]
}
