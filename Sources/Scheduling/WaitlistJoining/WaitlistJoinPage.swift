import Core
import Routing
import Templates

/// `GET /{practice}/book/waitlist?service=…`: what a visitor waits for, and who they are.
struct WaitlistJoinPage: Page {
  static let template = "waitlist/waitlist-join"
  let title: String
  let action: String
  let backHref: String
  let service: String
  let errors: [FormProblem]
  /// That the practice is to be called, when it cannot go on by itself.
  let stop: String?
  let controls: [FormControl]
  let questions: [YesNoField]
  let given: FormField
  let family: FormField
  let email: FormField
  let phone: FormField
  let languages: [FormOption]
  let hidden: [HiddenField]

  static let fields: [Field<WaitlistJoinPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .text("service") { $0.service },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .optionalText("stop") { $0.stop },
    .list("controls") { $0.controls },
    .list("questions") { $0.questions },
    .object("given") { $0.given },
    .object("family") { $0.family },
    .object("email") { $0.email },
    .object("phone") { $0.phone },
    .list("languageOptions") { $0.languages },
    .list("hidden") { $0.hidden },
  ]
  static let examples = [true, false].map { isFull in
    WaitlistJoinPage(
      title: "Waitlist", action: "/harbor/book/waitlist", backHref: "/harbor/book", service: "First <visit>",
      errors: isFull ? [FormProblem(field: "email", message: "The address needs an ending.")] : [],
      stop: isFull ? "Please call us." : nil, controls: [],
      questions: isFull ? [YesNoField(id: "q1", question: "Is it <urgent>?", error: "Answer", answer: "no")] : [],
      given: FormField(id: "given", value: "Erika", error: nil),
      family: FormField(id: "family", value: "Example", error: nil),
      email: FormField(id: "email", value: "erika@example", error: isFull ? "The address needs an ending." : nil),
      phone: FormField(id: "phone", value: "", error: nil),
      languages: [FormOption(value: "en", label: "English", isChosen: true)],
      hidden: [HiddenField(name: "service", value: "1")])
  }
}

/// `GET /{practice}/book/waitlist/joined`: the same for everybody who sent the form.
struct WaitlistJoinedPage: Page {
  static let template = "waitlist/waitlist-joined"
  let title: String
  let bookHref: String

  static let fields: [Field<WaitlistJoinedPage>] = [.text("title") { $0.title }, .text("bookHref") { $0.bookHref }]
  static let examples = [WaitlistJoinedPage(title: "You are on the waitlist", bookHref: "/harbor/book")]
}
