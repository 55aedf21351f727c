public import Core

/// The messages of one language, unescaped, for what Swift writes itself.
///
/// A key that does not exist comes back as it is, and a placeholder without an argument stays in its braces: both are
/// plain to see and hurt nobody. `TemplateContract` finds keys that do not exist.
public struct Localizer: Sendable {
  public let language: Language
  private let catalogs: Catalogs

  init(language: Language, catalogs: Catalogs) {
    self.language = language
    self.catalogs = catalogs
  }

  /// The same messages in another language.
  public func speaking(_ language: Language) -> Localizer { Localizer(language: language, catalogs: catalogs) }

  /// The message with its placeholders filled. Of a message with plural forms, the form `other`.
  public func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
    guard let message = catalogs.messages[key], let forms = message.texts[language] else { return key }
    return fill(forms.other, of: message, arguments)
  }

  /// The form of the message that fits the count; `{count}` is filled with it unless the arguments hold another.
  public func text(_ key: String, count: Int, _ arguments: [String: String] = [:]) -> String {
    guard let message = catalogs.messages[key], let forms = message.texts[language] else { return key }
    let all = arguments.merging(["count": String(count)]) { given, _ in given }
    return fill(forms.form(for: count, in: language), of: message, all)
  }

  private func fill(_ segments: [Message.Segment], of message: Message, _ arguments: [String: String]) -> String {
    if segments.count == 1, case .text(let whole) = segments[0] { return whole }
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let part): text += part
      case .placeholder(let index):
        let name = message.placeholders[index]
        text += arguments[name] ?? "{\(name)}"
      }
    }
    return text
  }
}
