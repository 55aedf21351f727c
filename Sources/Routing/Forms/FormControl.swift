public import Templates

/// One control of a form with its words, what was typed and what is wrong with it. `templates/forms/_control` shows it.
public struct FormControl: TemplateModel {
  public enum Kind: Sendable {
    /// `text`, `email`, `tel`, `date`, `time` …
    case line(type: String)
    case number(ClosedRange<Int>, step: Int)
    case area
    case choice([FormOption])
    case check
    /// Checkboxes; their values are sent under the name with `[]` after it.
    case checks([FormOption])
  }

  /// Name and id of the control.
  public let id: String
  public let kind: Kind
  public let label: String
  public let hint: String?
  /// What was typed, or what is stored when nothing was.
  public let value: String
  public let error: String?
  /// What somebody else has stored meanwhile, in words; nil when it is the same.
  public let stored: String?
  public let isRequired: Bool

  public init(
    id: String, kind: Kind, label: String, hint: String?, value: String, error: String?, stored: String?,
    isRequired: Bool
  ) {
    self.id = id
    self.kind = kind
    self.label = label
    self.hint = hint
    self.value = value
    self.error = error
    self.stored = stored
    self.isRequired = isRequired
  }

  public static let fields: [Field<FormControl>] = [
    .text("id") { $0.id },
    .text("label") { $0.label },
    .optionalText("hint") { $0.hint },
    .text("value") { $0.value },
    .optionalText("error") { $0.error },
    .optionalText("stored") { $0.stored },
    .optionalText("describedBy") { $0.describedBy },
    .flag("isRequired") { $0.isRequired },
    .flag("isOptional") { !$0.isRequired && $0.canLack },
    .flag("isWide") { $0.isWide },
    .optionalText("lineType") { $0.lineType },
    .text("direction") { $0.direction },
    .object("range") { $0.range },
    .flag("isArea") { if case .area = $0.kind { true } else { false } },
    .flag("isChoice") { if case .choice = $0.kind { true } else { false } },
    .flag("isCheck") { if case .check = $0.kind { true } else { false } },
    .flag("isChecks") { if case .checks = $0.kind { true } else { false } },
    .flag("isChecked") { !$0.value.isEmpty },
    .list("options") { control in
      switch control.kind {
      case .choice(let options), .checks(let options): options
      case .line, .number, .area, .check: []
      }
    },
  ]

  private var describedBy: String? {
    let parts = [hint.map { _ in "\(id)-hint" }, stored.map { _ in "\(id)-stored" }, error.map { _ in "\(id)-error" }]
    let ids = parts.compactMap { $0 }
    return ids.isEmpty ? nil : ids.joined(separator: " ")
  }
  /// Whether saying "optional" tells something: a list always has a value, a checkbox is free by nature.
  private var canLack: Bool {
    switch kind {
    case .line, .area: true
    case .number, .choice, .check, .checks: false
    }
  }
  private var isWide: Bool {
    switch kind {
    case .area, .check, .checks: true
    case .line, .number, .choice: false
    }
  }
  private var lineType: String? { if case .line(let type) = kind { type } else { nil } }
  /// Addresses and codes run from left to right in every language; names as they are written.
  private var direction: String {
    switch kind {
    case .line(let type): type == "text" ? "auto" : "ltr"
    case .number, .area, .choice, .check, .checks: "auto"
    }
  }
  private var range: FormRange? {
    if case .number(let range, let step) = kind { FormRange(range: range, step: step) } else { nil }
  }
}

/// The limits of a number.
struct FormRange: TemplateModel {
  let range: ClosedRange<Int>
  let step: Int
  static let fields: [Field<FormRange>] = [
    .text("minimum") { String($0.range.lowerBound) },
    .text("maximum") { String($0.range.upperBound) },
    .text("step") { String($0.step) },
  ]
}
