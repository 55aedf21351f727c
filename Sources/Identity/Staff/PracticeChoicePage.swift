import Templates

/// Between the two steps for somebody who works in several practices with one address and password.
struct PracticeChoicePage: Page {
  static let template = "identity/practice-choice"
  let title: String
  let practices: [Choice]

  struct Choice: TemplateModel {
    let slug: String
    let name: String
    let isFirst: Bool
    static let fields: [Field<Choice>] = [
      .text("slug") { $0.slug },
      .text("name") { $0.name },
      .flag("isFirst") { $0.isFirst },
    ]
  }

  static let fields: [Field<PracticeChoicePage>] = [
    .text("title") { $0.title },
    .list("practices") { $0.practices },
  ]
  static let examples = [
    PracticeChoicePage(
      title: "Choose a practice",
      practices: [
        Choice(slug: "harbor", name: "Harbour Lane Practice", isFirst: true),
        Choice(slug: "hill", name: "מרפאת הגבעה", isFirst: false),
      ])
  ]
}
