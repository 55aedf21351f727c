import Core
import Routing
import Templates

/// Everything once more before it counts: time, price, terms, and what was typed.
struct BookReviewPage: Page {
  static let template = "scheduling/book-review"
  let title: String
  let action: String
  let changeAction: String
  let summary: VisitSummary
  let hold: HoldNotice?
  let name: String
  let email: String
  let phone: String?
  let note: String?
  /// What asking instead of booking means; nil where a booking is firm at once.
  let request: String?
  let hidden: [HiddenField]

  static let fields: [Field<BookReviewPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("changeAction") { $0.changeAction },
    .object("summary") { $0.summary },
    .object("hold") { $0.hold },
    .text("name") { $0.name },
    .text("email") { $0.email },
    .optionalText("phone") { $0.phone },
    .optionalText("note") { $0.note },
    .optionalText("request") { $0.request },
    .list("hidden") { $0.hidden },
  ]
  static let examples = [
    BookReviewPage(
      title: "Is everything right?", action: "/harbor/book/holds/x/confirmation",
      changeAction: "/harbor/book/holds/x/details", summary: .example,
      hold: HoldNotice(endsAt: "2027-03-11T10:39:00Z", minutes: 9), name: "Erika Example", email: "erika@example.org",
      phone: "+353 1 555 0142", note: "Hello", request: "The practice answers by Friday.",
      hidden: [HiddenField(name: "given", value: "Erika")])
  ]
}
