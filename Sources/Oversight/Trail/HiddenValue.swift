import Templates

/// A field that travels with a form unseen.
struct HiddenValue: TemplateModel {
  let name: String
  let value: String
  static let fields: [Field<HiddenValue>] = [
    .text("name") { $0.name },
    .text("value") { $0.value },
  ]
}
