import Routing
import Templates

/// Back from Google: one button goes on. Scripts press it.
struct GoogleReturnPage: Page {
  static let template = "feeds/google-return"
  let title: String
  let action: String
  let fields: [HiddenField]
  static let fields: [Field<GoogleReturnPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .list("carried") { $0.fields },
  ]
  static let examples = [
    GoogleReturnPage(
      title: "Back", action: "/account/calendars/google/permission", fields: [HiddenField(name: "code", value: "\"<c>")]
    )
  ]
}

/// Connects at the press of a button; or says why it did not.
struct GoogleConnectPage: Page {
  static let template = "feeds/google-connect"
  let title: String
  let problem: String?
  let carried: [HiddenField]
  static let fields: [Field<GoogleConnectPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { $0.problem != nil },
    .optionalText("problem") { $0.problem },
    .list("carried") { $0.carried },
  ]
  static let examples = [
    GoogleConnectPage(title: "Connect?", problem: nil, carried: [HiddenField(name: "code", value: "\"c")]),
    GoogleConnectPage(title: "Connect?", problem: "That did not work.", carried: []),
  ]
}

/// Which of the calendars over there.
struct GoogleChoicePage: Page {
  static let template = "feeds/google-choice"
  let title: String
  let controls: [FormControl]
  static let fields: [Field<GoogleChoicePage>] = [
    .text("title") { $0.title },
    .list("controls") { $0.controls },
    .flag("hasErrors") { page in page.controls.contains { $0.error != nil } },
    .list("errors") { page in
      page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]
  static let examples = [
    GoogleChoicePage(title: "Which calendar?", controls: []),
    GoogleChoicePage(title: "Which calendar?", controls: EditForm.example.controls),
  ]
}
