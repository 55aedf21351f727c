/// How CGI parameters name request headers.
enum HeaderName {
  /// `HTTP_ACCEPT_LANGUAGE` is `accept-language`; nil for a parameter that is no header.
  static func header(ofParameter name: [UInt8]) -> String? {
    guard name.starts(with: "HTTP_".utf8) else { return nil }
    let bytes = name.dropFirst(5).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "_"): UInt8(ascii: "-")
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `proxy` would become HTTP_PROXY of libraries (httpoxy); type and length come as parameters of their own.
  static let ignored: Set<String> = ["proxy", "content-type", "content-length"]

  /// Lists of RFC 9110 section 5.3, which may be sent on several lines and mean nothing for access.
  /// Every other header, known or not, may occur once.
  static func mayRepeat(_ header: String) -> Bool { lists.contains(header) }

  /// Headers that decide about access and never hold a comma. Since 1.23 nginx joins repeated lines into one, with commas
  /// (cookies with semicolons, which reads as one browser's cookies): the second line must not slip in that way.
  static func isJoined(_ header: String, _ value: [UInt8]) -> Bool {
    (header == "origin" || header == "sec-fetch-site" || header == "host") && value.contains(UInt8(ascii: ","))
  }

  private static let lists: Set<String> = [
    "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection", "forwarded",
    "if-match", "if-none-match", "pragma", "te", "upgrade", "via", "warning", "x-forwarded-for", "x-forwarded-host",
    "x-forwarded-proto",
  ]
}
