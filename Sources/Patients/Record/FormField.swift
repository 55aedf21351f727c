import Routing
import Templates

/// One labelled control of a form, with its hint and its error.
struct FormField: TemplateModel {
  enum Control: Sendable {
    /// The `type` and `autocomplete` of an input.
    case input(type: String, isLeftToRight: Bool)
    case area
    case choice([FormOption])
  }
  /// Of the control and its name in the form.
  let id: String
  let label: String
  var hint: String?
  let value: String
  let control: Control
  var isOptional = true
  let error: String?

  static let fields: [Field<FormField>] = [
    .text("id") { $0.id },
    .text("label") { $0.label },
    .optionalText("hint") { $0.hint },
    .text("value") { $0.value },
    .flag("isInput") { if case .input = $0.control { true } else { false } },
    .flag("isArea") { if case .area = $0.control { true } else { false } },
    .flag("isChoice") { if case .choice = $0.control { true } else { false } },
    .text("type") { if case .input(let type, _) = $0.control { type } else { "" } },
    .text("direction") { if case .input(_, true) = $0.control { "ltr" } else { "auto" } },
    .list("options") { if case .choice(let options) = $0.control { options } else { [] } },
    .flag("isOptional") { $0.isOptional },
    .optionalText("describedBy") { $0.describedBy },
    .optionalText("error") { $0.error },
  ]

  private var describedBy: String? {
    let parts = [hint == nil ? nil : id + "-hint", error == nil ? nil : id + "-error"].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}

struct FormOption: TemplateModel {
  let value: String
  let label: String
  let isChosen: Bool
  static let fields: [Field<FormOption>] = [
    .text("value") { $0.value },
    .text("label") { $0.label },
    .flag("isChosen") { $0.isChosen },
  ]
}

/// A line of the summary above a refused form.
struct ErrorLine: TemplateModel {
  let field: String
  let message: String
  static let fields: [Field<ErrorLine>] = [
    .text("field") { $0.field },
    .text("message") { $0.message },
  ]

  static func lines(_ errors: FormErrors, _ text: Localizer) -> [ErrorLine] {
    errors.messages.map { ErrorLine(field: $0.field, message: text.text($0.key, $0.arguments)) }
  }
}
