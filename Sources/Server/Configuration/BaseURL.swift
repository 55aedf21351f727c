enum BaseURL {
  /// `https://host` or `https://host:port`; `http` in development only. No path, no user, no final slash.
  static func check(_ file: ConfigurationFile, production: Bool) throws(OperatorError) -> String {
    let value = try file.required("base_url")
    let schemes = production ? ["https://"] : ["https://", "http://"]
    guard let scheme = schemes.first(where: { value.utf8.starts(with: $0.utf8) }) else {
      throw file.refuse("base_url", "must start with " + schemes.joined(separator: " or "))
    }
    let rest = value.utf8.dropFirst(scheme.utf8.count)
    let isAuthority = rest.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-.:[]".utf8.contains(byte)
      }
    }
    guard !rest.isEmpty, isAuthority else {
      throw file.refuse(
        "base_url", "must be a scheme, a lower-case host and perhaps a port, such as https://praxis.example")
    }
    return value
  }
}
