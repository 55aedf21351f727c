import Templates

/// What is wrong with one field, beside it and in the summary above the form.
struct FieldError: TemplateModel {
  /// The id of the control.
  let id: String
  let message: String

  static let fields: [Field<FieldError>] = [
    .text("id") { $0.id },
    .optionalText("error") { $0.message },
    .text("field") { $0.id },
    .text("message") { $0.message },
  ]
}
