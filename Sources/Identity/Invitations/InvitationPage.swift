import Routing
import Templates

/// Where somebody accepts an invitation: who invites them, a password, an authenticator app.
struct InvitationPage: Page {
  static let template = "team/invitation"
  let title: String
  let role: String
  let form: StaffLinkForm

  static let fields: [Field<InvitationPage>] = [
    .text("title") { $0.title },
    .text("role") { $0.role },
    .object("form") { $0.form },
    .flag("hasErrors") { !$0.form.problems.isEmpty },
    .list("errors") { $0.form.problems },
  ]
  static let examples = StaffLinkForm.examples(.invitation).map {
    InvitationPage(title: "Join Harbour Lane Practice", role: "Billing", form: $0)
  }
}
