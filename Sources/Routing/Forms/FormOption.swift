public import Templates

/// One choice of a list: an `<option>`, or a checkbox of a group.
public struct FormOption: TemplateModel {
  public let value: String
  public let label: String
  public let isChosen: Bool

  public init(value: String, label: String, isChosen: Bool) {
    self.value = value
    self.label = label
    self.isChosen = isChosen
  }

  public static let fields: [Field<FormOption>] = [
    .text("value") { $0.value },
    .text("optionLabel") { $0.label },
    .flag("isChosen") { $0.isChosen },
  ]
}
