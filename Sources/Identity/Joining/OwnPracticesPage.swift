import Routing
import Templates

/// A person's practices: where to go over to, and how to join another one.
struct OwnPracticesPage: Page {
  static let template = "team/own-practices"
  let title: String
  let practice: String
  let role: String
  let done: String?
  let others: [Other]
  /// Whether this account shares its mark with others, also with such as are closed by now.
  let isJoined: Bool
  let email: FormField
  let password: FormField
  let code: FormField

  enum Done: String { case joined, separated }

  struct Other: TemplateModel {
    let slug: String
    let name: String
    let role: String
    static let fields: [Field<Other>] = [
      .text("slug") { $0.slug },
      .text("name") { $0.name },
      .text("role") { $0.role },
    ]
  }

  private var problems: [FormProblem] { email.problems + password.problems + code.problems }

  static let fields: [Field<OwnPracticesPage>] = [
    .text("title") { $0.title },
    .text("practice") { $0.practice },
    .text("role") { $0.role },
    .optionalText("done") { $0.done },
    .flag("hasOthers") { !$0.others.isEmpty },
    .list("others") { $0.others },
    .flag("isJoined") { $0.isJoined },
    .object("email") { $0.email },
    .object("password") { $0.password },
    .object("code") { $0.code },
    .flag("hasErrors") { !$0.problems.isEmpty },
    .list("errors") { $0.problems },
  ]
  static let examples = [
    OwnPracticesPage(
      title: "Your practices", practice: "Harbour Lane Practice", role: "Practitioner", done: nil, others: [],
      isJoined: false, email: FormField(id: "email", value: "", error: nil),
      password: FormField(id: "password", value: "", error: nil), code: FormField(id: "code", value: "", error: nil)),
    OwnPracticesPage(
      title: "Your practices", practice: "<Lane>", role: "Practitioner", done: "Joined.",
      others: [Other(slug: "hill", name: "מרפאת הגבעה", role: "Owner")], isJoined: true,
      email: FormField(id: "email", value: "mira@", error: "Not right"),
      password: FormField(id: "password", value: "", error: "Missing"),
      code: FormField(id: "code", value: "", error: "Missing")),
  ]
}
