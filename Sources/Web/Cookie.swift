/// A `Set-Cookie` line. Always `HttpOnly`, `Path=/`; `Secure` and the `__Host-` prefix on TLS.
public struct Cookie: Sendable, Equatable {
  public enum SameSite: String, Sendable { case lax = "Lax", strict = "Strict" }
  public let name: String
  public let value: String
  public let sameSite: SameSite
  /// Seconds to live; nil lasts until the browser closes, 0 deletes.
  public let maxAge: Int?

  /// - Parameter value: our own token, base64url only.
  public init(_ name: String, _ value: String, sameSite: SameSite = .lax, maxAge: Int? = nil) {
    self.name = name
    self.value = value
    self.sameSite = sameSite
    self.maxAge = maxAge
  }

  /// `__Host-` needs `Secure`; plain-HTTP development gets the bare name.
  public static func name(_ base: String, isSecure: Bool) -> String { isSecure ? "__Host-" + base : base }

  public func headerValue(isSecure: Bool) -> String {
    var text = Cookie.name(name, isSecure: isSecure) + "=" + value + "; Path=/; HttpOnly; SameSite=" + sameSite.rawValue
    if isSecure { text += "; Secure" }
    if let maxAge { text += "; Max-Age=\(maxAge)" }
    return text
  }
}

enum CookieParser {
  /// First value wins for a repeated name, as browsers send the most specific cookie first.
  static func parse(_ header: String) -> [String: String] {
    var cookies: [String: String] = [:]
    for part in header.utf8.split(separator: UInt8(ascii: ";")) {
      let trimmed = part.drop { $0 == 0x20 }
      guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: trimmed[..<equals], as: UTF8.self)
      let value = String(decoding: trimmed[trimmed.index(after: equals)...], as: UTF8.self)
      if cookies[name] == nil { cookies[name] = value }
    }
    return cookies
  }
}
