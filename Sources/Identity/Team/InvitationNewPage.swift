import Routing
import Templates

/// Whom to invite, as what.
struct InvitationNewPage: Page {
  static let template = "team/invitation-new"
  let title: String
  let controls: [FormControl]

  static let fields: [Field<InvitationNewPage>] = [
    .text("title") { $0.title },
    .list("controls") { $0.controls },
    .flag("hasErrors") { page in page.controls.contains { $0.error != nil } },
    .list("errors") { page in
      page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]
  static let examples = [InvitationNewPage(title: "Invite somebody", controls: EditForm.example.controls)]
}
