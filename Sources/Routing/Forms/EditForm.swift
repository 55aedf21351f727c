public import Templates

/// A form that changes one thing: its controls, what is wrong with them, and whether somebody else was faster.
/// `templates/forms/_edit` shows it.
public struct EditForm: TemplateModel {
  public let action: String
  /// What the form was made from; another one at the time of saving is a conflict.
  public let version: String
  public let controls: [FormControl]
  /// False shows the values and no button.
  public let canChange: Bool
  public let isConflict: Bool
  public let backHref: String

  public init(
    action: String, version: String, controls: [FormControl], canChange: Bool, isConflict: Bool = false,
    backHref: String
  ) {
    self.action = action
    self.version = version
    self.controls = controls
    self.canChange = canChange
    self.isConflict = isConflict
    self.backHref = backHref
  }

  public var hasErrors: Bool { controls.contains { $0.error != nil } }
  /// 200, 422 with refused fields, 409 after somebody else's change.
  public var status: Int { isConflict ? 409 : hasErrors ? 422 : 200 }

  public static let fields: [Field<EditForm>] = [
    .text("action") { $0.action },
    .text("version") { $0.version },
    .list("controls") { $0.controls },
    .flag("canChange") { $0.canChange },
    .flag("isConflict") { $0.isConflict },
    .text("backHref") { $0.backHref },
    .flag("hasErrors") { $0.hasErrors },
    .list("errors") { form in
      form.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]

  /// One of everything, for the contract.
  public static let example: EditForm = {
    let options = [
      FormOption(value: "1", label: "One", isChosen: true), FormOption(value: "2", label: "Two", isChosen: false),
    ]
    let kinds: [FormControl.Kind] = [
      .line(type: "text"), .number(5...720, step: 5), .area, .choice(options), .check, .checks(options),
    ]
    return EditForm(
      action: "/settings/example", version: "1",
      controls: kinds.enumerated().map { index, kind in
        FormControl(
          id: "c\(index)", kind: kind, label: "Label", hint: index % 2 == 0 ? "Hint" : nil, value: "1",
          error: index % 3 == 0 ? "Put this right." : nil, stored: index == 1 ? "Other" : nil, isRequired: index == 0)
      }, canChange: true, isConflict: true, backHref: "/settings")
  }()
}
