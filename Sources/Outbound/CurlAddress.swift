import CCurl

/// A URL in libcurl's own parser, so that what is checked is what is connected to.
final class CurlAddress {
  let handle: OpaquePointer

  private init?() {
    guard CurlLibrary.isReady, let handle = curl_url() else { return nil }
    self.handle = handle
  }

  /// Nil for what libcurl does not parse, for a user name or password, and for bytes outside printable ASCII.
  convenience init?(url: String) {
    guard !url.isEmpty, url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
    self.init()
    guard set(CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER)) else { return nil }
  }

  /// Nil for a host that is no name or address.
  convenience init?(scheme: String, host: String, port: Int, path: String) {
    guard (1...65_535).contains(port) else { return nil }
    self.init()
    let isV6 = host.utf8.contains(UInt8(ascii: ":")) && host.utf8.first != UInt8(ascii: "[")
    guard set(CURLUPART_SCHEME, scheme), set(CURLUPART_HOST, isV6 ? "[" + host + "]" : host),
      set(CURLUPART_PORT, String(port)), set(CURLUPART_PATH, "/" + path)
    else { return nil }
  }

  deinit { curl_url_cleanup(handle) }

  private func set(_ part: CURLUPart, _ value: String, _ flags: UInt32 = 0) -> Bool {
    !value.utf8.contains(0) && curl_url_set(handle, part, value, flags) == CURLUE_OK
  }

  /// Goes on to where a server leads: an address of its own, or one relative to this.
  func follow(_ location: String) -> Bool {
    location.utf8.allSatisfy { (0x21...0x7e).contains($0) } && !location.isEmpty
      && set(CURLUPART_URL, location, UInt32(CURLU_DISALLOW_USER))
  }

  private func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  var url: String? { part(CURLUPART_URL) }
  var host: String? { part(CURLUPART_HOST) }
  var scheme: String? { part(CURLUPART_SCHEME) }
  /// The port written, or the scheme's own.
  var port: Int? { part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } }
}
