/// A value that templates can show: it lists by name what they may ask for. Nothing else is visible to them.
public protocol TemplateModel: Sendable {
  static var fields: [Field<Self>] { get }
}

/// A whole page. Its template is found by name, `scheduling/book-time` for `scheduling/book-time.mustache`.
public protocol Page: TemplateModel {
  /// The template's path below the templates folder, without the extension.
  static var template: String { get }
  /// Values that the contract test renders in every language: empty, typical and extreme ones.
  static var examples: [Self] { get }
}
