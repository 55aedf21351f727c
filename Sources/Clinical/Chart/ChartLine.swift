import Templates

/// One entry of a block of the chart.
struct ChartLine: TemplateModel {
  let title: String
  var code: String?
  /// "Resolved", "On hold" …; nil for what is simply so.
  var state: String?
  /// Over, or only noted: shown in a quieter voice.
  var isQuiet = false
  var isHigh = false
  /// The measurement or the dosage.
  var value: String?
  /// "Since March 2019, until 2020", or when it happened.
  var when: String?
  var person: String?
  var lines: [String] = []

  static let fields: [Field<ChartLine>] = [
    .text("title") { $0.title },
    .optionalText("code") { $0.code },
    .optionalText("state") { $0.state },
    .flag("isQuiet") { $0.isQuiet },
    .flag("isHigh") { $0.isHigh },
    .optionalText("value") { $0.value },
    .optionalText("when") { $0.when },
    .optionalText("person") { $0.person },
    .strings("lines") { $0.lines },
  ]
}

/// A block of the chart; `isCut` when there is more than it shows.
struct ChartBlock: TemplateModel {
  let lines: [ChartLine]
  let isCut: Bool

  init(_ lines: [ChartLine], limit: Int = .max) {
    self.lines = Array(lines.prefix(limit))
    isCut = lines.count > limit
  }
  static let fields: [Field<ChartBlock>] = [
    .flag("hasLines") { !$0.lines.isEmpty },
    .list("lines") { $0.lines },
    .number("shown") { $0.lines.count },
    .flag("isCut") { $0.isCut },
  ]
}
