import Routing
import Templates

/// Whom a supervisor supervises.
struct SupervisionPage: Page {
  static let template = "team/supervision"
  let title: String
  let name: String
  let personHref: String
  let form: EditForm
  let isSaved: Bool

  static let fields: [Field<SupervisionPage>] = [
    .text("title") { $0.title },
    .text("personName") { $0.name },
    .text("personHref") { $0.personHref },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .flag("isSaved") { $0.isSaved },
  ]
  static let examples = [true, false].map { isSaved in
    SupervisionPage(
      title: "Supervision", name: "<Sam>", personHref: "/team/0190", form: .example, isSaved: isSaved)
  }
}
