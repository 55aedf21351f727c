import Core
import Routing
import Templates

/// The visitor's details while a place is kept; with `review`, the same once more to read and confirm.
struct BookDetailsPage: Page {
  static let template = "scheduling/book-details"
  let title: String
  let action: String
  let backHref: String
  let summary: VisitSummary
  /// ISO instant at which the hold ends, and the minutes until then; nil when it has run out.
  let hold: HoldNotice?
  let hasErrors: Bool
  let errors: [FormProblem]
  /// That the practice is to be called, when it cannot go on by itself.
  let stop: String?
  let questions: [YesNoField]
  let given: FormField
  let family: FormField
  let email: FormField
  let phone: FormField
  let note: FormField
  let languages: [FormOption]
  /// The zone the visitor reads times in.
  let hidden: [HiddenField]

  static let fields: [Field<BookDetailsPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .object("summary") { $0.summary },
    .object("hold") { $0.hold },
    .flag("hasErrors") { $0.hasErrors },
    .list("errors") { $0.errors },
    .optionalText("stop") { $0.stop },
    .list("questions") { $0.questions },
    .object("given") { $0.given },
    .object("family") { $0.family },
    .object("email") { $0.email },
    .object("phone") { $0.phone },
    .object("note") { $0.note },
    .list("languageOptions") { $0.languages },
    .list("hidden") { $0.hidden },
  ]
  static let examples = [
    BookDetailsPage(
      title: "Your details", action: "/harbor/book/holds/x/review", backHref: "/harbor/book", summary: .example,
      hold: HoldNotice(endsAt: "2027-03-11T10:39:00Z", minutes: 9), hasErrors: true,
      errors: [FormProblem(field: "email", message: "The address needs an ending.")],
      stop: "Please call us.",
      questions: [YesNoField(id: "q1", question: "Is it <urgent>?", error: "Please answer", answer: "no")],
      given: FormField(id: "given", value: "Erika", error: nil),
      family: FormField(id: "family", value: "Example", error: nil),
      email: FormField(id: "email", value: "erika@example", error: "The address needs an ending."),
      phone: FormField(id: "phone", value: "", error: nil), note: FormField(id: "note", value: "", error: nil),
      languages: [FormOption(value: "en", label: "English", isChosen: true)],
      hidden: [HiddenField(name: "zone", value: "Asia/Tokyo")])
  ]
}

struct HoldNotice: TemplateModel {
  let endsAt: String
  let minutes: Int
  static let fields: [Field<HoldNotice>] = [.text("endsAt") { $0.endsAt }, .number("minutes") { $0.minutes }]
}
