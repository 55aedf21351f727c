/// One JSON value (RFC 8259). Numbers keep the text they were written in, so a decimal keeps its digits.
public indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

/// The six kinds a JSON value can have; the raw value is used in message keys.
public enum JSONKind: String, Hashable, Sendable {
  case null, bool, number, string, array, object

  /// As an English sentence names it.
  public var phrase: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
