import Routing
import Templates

/// The practice's profile and branding.
struct PracticeEditPage: Page {
  static let template = "practices/practice-edit"
  let title: String
  let form: EditForm
  let isSaved: Bool
  /// Address of the stored logo; nil when there is none.
  let logoHref: String?
  let logoError: String?
  let swatches: [Swatch]

  var hasErrors: Bool { form.hasErrors || logoError != nil }

  static let fields: [Field<PracticeEditPage>] = [
    .text("title") { $0.title },
    .object("form") { $0.form },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { $0.hasErrors },
    .flag("canChange") { $0.form.canChange },
    .optionalText("logoHref") { $0.logoHref },
    .optionalText("logoError") { $0.logoError },
    .list("swatches") { $0.swatches },
  ]
  static let examples = [
    PracticeEditPage(
      title: "Practice", form: .example, isSaved: true, logoHref: "/harbor/logo?v=1",
      logoError: "The picture is too large.",
      swatches: [Swatch(color: "#0b5953", isCurrent: true)]),
    PracticeEditPage(title: "", form: .example, isSaved: false, logoHref: nil, logoError: nil, swatches: []),
  ]
}

/// A colour to look at.
struct Swatch: TemplateModel {
  let color: String
  let isCurrent: Bool
  static let fields: [Field<Swatch>] = [.text("color") { $0.color }, .flag("isCurrent") { $0.isCurrent }]
}
