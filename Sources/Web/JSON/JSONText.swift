/// JSON as other servers send it, read strictly.
public enum JSONText {
  /// Nil for anything but one object.
  public static func object(_ bytes: [UInt8], _ limits: JSONLimits) -> JSONObject? {
    do throws(JSONError) {
      guard case .object(let object) = try JSONReader.read(bytes, limits: limits) else { return nil }
      return object
    } catch { return nil }
  }
}

extension JSONValue {
  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
  public var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  /// The texts of a list; nil for anything but a list.
  public var strings: [String]? { if case .array(let items) = self { items.compactMap(\.string) } else { nil } }
  /// Whole seconds since 1970, plain digits with or without a fraction (RFC 7519, NumericDate).
  public var seconds: Int64? {
    guard case .number(let text) = self else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
      let whole = parts.first, whole.count <= 12
    else { return nil }
    return Int64(String(decoding: whole, as: UTF8.self))
  }
}
