/// Markup that needs no escaping, the only thing `{{{x}}}` accepts.
///
/// It comes from literals of the source, from escaped text, from an engine's output, or from bytes that somebody
/// vouches for by name.
public struct SafeHTML: Sendable, Equatable {
  /// UTF-8.
  public let bytes: [UInt8]

  /// Markup written in the source.
  public init(_ literal: StaticString) {
    bytes = literal.withUTF8Buffer { unsafe Array($0) }
  }

  /// Text of any origin; `&`, `<`, `>`, `"` and `'` become entities.
  public init(escaping text: String) {
    var bytes: [UInt8] = []
    HTMLEscape.append(text, to: &bytes)
    self.bytes = bytes
  }

  /// Takes the bytes as they are. Only for what this engine rendered or a renderer that escapes by itself; a review
  /// looks at each use of this name.
  public init(uncheckedBytes bytes: [UInt8]) {
    self.bytes = bytes
  }

  public static func + (first: SafeHTML, second: SafeHTML) -> SafeHTML {
    SafeHTML(uncheckedBytes: first.bytes + second.bytes)
  }
}
