public import Templates

/// A value that a form carries along unseen.
public struct HiddenField: TemplateModel {
  public let name: String
  public let value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  public static let fields: [Field<HiddenField>] = [.text("name") { $0.name }, .text("value") { $0.value }]
}
