import Web

/// A `Response` as the bytes of a CGI response: header lines, an empty line, the body.
struct ResponseWriter {
  let security: SecurityHeaders
  let requestID: String
  let isSecure: Bool
  let isHead: Bool

  func bytes(_ response: Response) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(response.body.count + 1500)
    line("Status", "\(response.status) \(StatusText.reason(response.status))", into: &out)
    var names: Set<String> = []
    for (name, value) in response.headers {
      let key = name.lowercased()
      guard Self.isToken(name), !Self.owned.contains(key), !key.utf8.starts(with: "x-accel-".utf8) else { continue }
      names.insert(key)
      line(name, value, into: &out)
    }
    if !names.contains("cache-control") { line("Cache-Control", "no-store", into: &out) }
    if !names.contains("content-type"), !response.body.isEmpty {
      line("Content-Type", "application/octet-stream", into: &out)
    }
    for cookie in response.cookies { line("Set-Cookie", cookie.headerValue(isSecure: isSecure), into: &out) }
    let ownPolicy = names.contains("content-security-policy")
    for (name, value) in security.lines(requestID: requestID, isSecure: isSecure, ownPolicy: ownPolicy) {
      line(name, value, into: &out)
    }
    let hasNoBody = response.status == 204 || response.status == 304
    if !hasNoBody { line("Content-Length", String(response.body.count), into: &out) }
    out.append(contentsOf: [0x0d, 0x0a])
    if !isHead && !hasNoBody { out.append(contentsOf: response.body) }
    return out
  }

  /// Written by this type alone, or meant for the connection. `X-Accel-*` would command nginx.
  private static let owned: Set<String> = [
    "status", "content-length", "connection", "transfer-encoding", "set-cookie", "x-content-type-options",
    "referrer-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
    "x-request-id", "strict-transport-security", "date", "server",
  ]

  private func line(_ name: String, _ value: String, into out: inout [UInt8]) {
    out.append(contentsOf: name.utf8)
    out.append(contentsOf: ": ".utf8)
    if value.utf8.allSatisfy(Self.isPrintable) {
      out.append(contentsOf: value.utf8)
    } else {
      out.append(contentsOf: value.utf8.lazy.filter(Self.isPrintable))
    }
    out.append(contentsOf: [0x0d, 0x0a])
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7f }

  /// RFC 9110 section 5.6.2.
  static func isToken(_ name: String) -> Bool {
    !name.utf8.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
