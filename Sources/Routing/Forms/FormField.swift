public import Templates

/// What was typed into one control, and what is wrong with it, for forms whose template says the rest itself.
/// ``FormControl`` is the same with its words, for forms that are built from a list.
public struct FormField: TemplateModel {
  /// Of the control and its name in the form.
  public let id: String
  public let value: String
  public let error: String?

  public init(id: String, value: String, error: String?) {
    self.id = id
    self.value = value
    self.error = error
  }

  /// Its lines of the error summary: one, or none.
  public var problems: [FormProblem] { error.map { [FormProblem(field: id, message: $0)] } ?? [] }

  public static let fields: [Field<FormField>] = [
    .text("id") { $0.id },
    .text("value") { $0.value },
    .optionalText("error") { $0.error },
  ]
}
