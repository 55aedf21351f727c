/// A link inside a header, such as `List-Unsubscribe`.
public struct MailLink: Sendable, Hashable {
  public let text: String

  /// Nil unless it starts with `https://` or `mailto:`, has visible ASCII only and no angle brackets, commas or quotes,
  /// and at most 900 bytes: a header line cannot be broken inside of it.
  public init?(_ text: String) {
    let forbidden = Array("<>,\"".utf8)
    guard text.utf8.starts(with: "https://".utf8) || text.utf8.starts(with: "mailto:".utf8), text.utf8.count <= 900,
      text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !forbidden.contains($0) })
    else { return nil }
    self.text = text
  }

  var isWeb: Bool { text.utf8.starts(with: "https://".utf8) }
}
