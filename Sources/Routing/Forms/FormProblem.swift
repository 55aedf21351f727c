public import Templates

/// A line of the error summary above a refused form.
public struct FormProblem: TemplateModel {
  /// The id of the control.
  public let field: String
  public let message: String

  public init(field: String, message: String) {
    self.field = field
    self.message = message
  }
  /// Away from its field a message needs the field's name.
  public init(_ control: FormControl, _ error: String) {
    self.init(field: control.id, message: "\(control.label): \(error)")
  }

  public static let fields: [Field<FormProblem>] = [.text("field") { $0.field }, .text("message") { $0.message }]
}
