/// Fields of a form or query, in the order sent. Values are valid UTF-8 without NUL.
public struct Form: Sendable, Equatable {
  /// Larger bodies and longer lists are refused before they are parsed.
  public static let maximumFields = 500

  private let fields: [(name: String, value: String)]

  public init() { fields = [] }
  public init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// `application/x-www-form-urlencoded`. Nil for a bad escape, invalid UTF-8, a NUL, or more than `maximumFields`.
  public init?(urlEncoded raw: [UInt8]) {
    var fields: [(name: String, value: String)] = []
    if !raw.isEmpty {
      for pair in raw.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
        let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = Form.text(halves[0]), let value = Form.text(halves.count > 1 ? halves[1] : []) else {
          return nil
        }
        fields.append((name, value))
        guard fields.count <= Form.maximumFields else { return nil }
      }
    }
    self.fields = fields
  }

  private static func text(_ raw: ArraySlice<UInt8>) -> String? {
    guard let bytes = PercentDecoder.decode(Array(raw), plusIsSpace: true), !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The value sent under a name; nil when it was not sent. A name sent twice is refused earlier (`duplicates`).
  public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
  /// All values of a name that may repeat, such as checkboxes.
  public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
  public var names: [String] { fields.map(\.name) }
  /// Every field in the order sent.
  public var pairs: [(name: String, value: String)] { fields }
  public var isEmpty: Bool { fields.isEmpty }
  /// The same fields but those with these names.
  public func without(_ names: Set<String>) -> Form { Form(fields.filter { !names.contains($0.name) }) }

  /// Names that occur more than once.
  public var duplicates: Set<String> {
    var seen: Set<String> = []
    return Set(names.filter { !seen.insert($0).inserted })
  }

  public static func == (a: Form, b: Form) -> Bool {
    a.fields.count == b.fields.count
      && zip(a.fields, b.fields).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }
}
