public import Core

/// The messages of all features in all languages, from `<feature>/messages.{en,de,he}.json` below a folder.
///
/// Every key exists in every language with the same placeholders, and in one feature only.
public struct Catalogs: Sendable {
  let messages: [String: Message]

  /// Throws the first problem found.
  public init(directory: String) throws(TemplateError) {
    var builder = CatalogBuilder()
    try builder.read(directory)
    let messages = builder.messages()
    if let problem = builder.problems.first { throw problem }
    self.messages = messages
  }

  init(messages: [String: Message]) {
    self.messages = messages
  }

  /// Texts for what Swift writes itself: mails, titles, the errors of a form.
  public func localizer(for language: Language) -> Localizer {
    Localizer(language: language, catalogs: self)
  }

  /// All keys, for the check of unused ones.
  public var keys: Set<String> { Set(messages.keys) }
}
