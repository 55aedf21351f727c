public import Templates

/// Refused input: which field, and which message says how to put it right. A value, not an error: the page comes back
/// with everything that was typed.
public struct FormErrors: Sendable, Equatable {
  public private(set) var messages: [(field: String, key: String, arguments: [String: String])] = []

  public init() {}
  public var isEmpty: Bool { messages.isEmpty }

  /// At most one message a field: the first found.
  public mutating func refuse(_ field: String, _ key: String, _ arguments: [String: String] = [:]) {
    guard !messages.contains(where: { $0.field == field }) else { return }
    messages.append((field, key, arguments))
  }
  public func message(for field: String, in text: Localizer) -> String? {
    messages.first { $0.field == field }.map { text.text($0.key, $0.arguments) }
  }
  /// The error summary, for messages that name their field themselves.
  public func problems(in text: Localizer) -> [FormProblem] {
    messages.map { FormProblem(field: $0.field, message: text.text($0.key, $0.arguments)) }
  }

  public static func == (a: FormErrors, b: FormErrors) -> Bool {
    a.messages.count == b.messages.count
      && zip(a.messages, b.messages).allSatisfy {
        $0.field == $1.field && $0.key == $1.key && $0.arguments == $1.arguments
      }
  }
}
