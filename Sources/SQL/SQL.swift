/// A statement whose text can only come from source-code literals.
///
/// Text is taken from `StaticString` alone; every `\(value)` becomes a `?` and a binding. There is no initializer
/// from `String` and no raw interpolation, so text built at run time does not compile into a statement.
/// Fragments compose: `\(sql)` splices another literal with its bindings.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
  public let text: String
  public let bindings: [SQLValue]

  public init(stringLiteral value: StaticString) {
    text = "\(value)"
    bindings = []
  }

  public init(stringInterpolation interpolation: StringInterpolation) {
    text = interpolation.text
    bindings = interpolation.bindings
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var bindings: [SQLValue] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount)
      bindings.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }

    public mutating func appendInterpolation(_ value: some SQLBindable) {
      text += "?"
      bindings.append(value.sqlValue)
    }

    public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
      text += "?"
      bindings.append(value?.sqlValue ?? .null)
    }

    /// A table or column by name. Text of the source as all else: a `StaticString` is made from a literal alone.
    public mutating func appendInterpolation(name: StaticString) { text += "`\(name)`" }

    public mutating func appendInterpolation(_ sql: SQL) {
      text += sql.text
      bindings += sql.bindings
    }

    /// A parenthesised list for `IN`. An empty list becomes `(NULL)`, which no row matches.
    public mutating func appendInterpolation(list values: [some SQLBindable]) {
      guard !values.isEmpty else { return text += "(NULL)" }
      text += "(?"
      for _ in values.dropFirst() { text += ",?" }
      text += ")"
      for value in values { bindings.append(value.sqlValue) }
    }
  }
}
