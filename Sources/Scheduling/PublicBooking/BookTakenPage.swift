import Routing
import Templates

/// The time went to somebody else while the details were typed: three others, and nothing to type again.
struct BookTakenPage: Page {
  static let template = "scheduling/book-taken"
  let title: String
  let message: String
  let action: String
  let slots: [SlotButton]
  let hidden: [HiddenField]
  let otherHref: String

  static let fields: [Field<BookTakenPage>] = [
    .text("title") { $0.title },
    .text("message") { $0.message },
    .text("action") { $0.action },
    .list("slots") { $0.slots },
    .list("hidden") { $0.hidden },
    .text("otherHref") { $0.otherHref },
  ]
  static let examples = [
    BookTakenPage(
      title: "Just taken", message: "Thursday 12 March 2027, 10:30 was just taken.", action: "/harbor/book/holds",
      slots: [], hidden: [HiddenField(name: "given", value: "Erika")], otherHref: "/harbor/book")
  ]
}
