import Templates

/// The rule by which records are kept.
struct RetentionPage: Page {
  static let template = "patients/retention"
  let title: String
  let countries: [RetentionOption]
  let years: String
  let error: String?
  let isSaved: Bool

  static let fields: [Field<RetentionPage>] = [
    .text("title") { $0.title },
    .list("countries") { $0.countries },
    .text("years") { $0.years },
    .optionalText("error") { $0.error },
    .flag("isSaved") { $0.isSaved },
  ]

  static let examples: [RetentionPage] = [
    RetentionPage(
      title: "Keeping records", countries: [RetentionOption(value: "de", name: "Germany", years: 10, isChosen: true)],
      years: "10", error: nil, isSaved: true),
    RetentionPage(
      title: "Keeping records", countries: [RetentionOption(value: "us", name: "USA", years: 10, isChosen: false)],
      years: "<b>", error: "Enter a number.", isSaved: false),
  ]
}

/// One country with the years its law asks for.
struct RetentionOption: TemplateModel {
  let value: String
  let name: String
  let years: Int
  let isChosen: Bool
  static let fields: [Field<RetentionOption>] = [
    .text("value") { $0.value },
    .text("name") { $0.name },
    .number("usual") { $0.years },
    .flag("isChosen") { $0.isChosen },
  ]
}
