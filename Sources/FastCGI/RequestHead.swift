import Web

/// The parameters of one request, checked, before its body is read.
struct RequestHead: Equatable {
  let method: String
  /// As sent by the client, ASCII, not decoded.
  let target: String
  let headers: [String: String]
  /// Nil when the client stated no length.
  let contentLength: Int?
  let remoteAddress: String
  let isSecure: Bool
  let secret: [UInt8]

  /// Nil for a request to answer with 400: a security-relevant parameter is missing, malformed or sent twice.
  ///
  /// libfcgi returns the first of two parameters of one name, nginx sends a repeated header as two parameters; a
  /// second `Host` or `Cookie` must not be chosen by luck.
  init?(parameters: [(name: [UInt8], value: [UInt8])]) {
    var single: [String: [UInt8]] = [:]
    var headers: [String: String] = [:]
    for (rawName, value) in parameters {
      let name = String(decoding: rawName, as: UTF8.self)
      guard let header = HeaderName.header(ofParameter: rawName) else {
        guard single.updateValue(value, forKey: name) == nil else { return nil }
        continue
      }
      if HeaderName.ignored.contains(header) { continue }
      if HeaderName.isJoined(header, value) { return nil }
      let text = String(decoding: value, as: UTF8.self)
      if let earlier = headers[header] {
        guard HeaderName.mayRepeat(header) else { return nil }
        headers[header] = earlier + ", " + text
      } else {
        headers[header] = text
      }
    }
    self.init(single: single, headers: headers)
  }

  private init?(single: [String: [UInt8]], headers: [String: String]) {
    guard let method = single["REQUEST_METHOD"], !method.isEmpty,
      let target = single["REQUEST_URI"], !target.isEmpty, target.allSatisfy({ (0x21...0x7e).contains($0) }),
      let address = single["REMOTE_ADDR"]
    else { return nil }
    var headers = headers
    if let type = single["CONTENT_TYPE"], !type.isEmpty {
      headers["content-type"] = String(decoding: type, as: UTF8.self)
    }
    var length: Int?
    if let stated = single["CONTENT_LENGTH"], !stated.isEmpty {
      guard stated.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(String(decoding: stated, as: UTF8.self))
      else { return nil }
      length = number
    }
    self.method = String(decoding: method, as: UTF8.self)
    self.target = String(decoding: target, as: UTF8.self)
    self.headers = headers
    contentLength = length
    remoteAddress = String(decoding: address, as: UTF8.self)
    isSecure = single["HTTPS"].map { $0.elementsEqual("on".utf8) } ?? false
    secret = single["PRAXIS_SECRET"] ?? []
  }

  func request(body: [UInt8], id: String) -> Request {
    Request(
      method: method, target: target, headers: headers, body: body, remoteAddress: remoteAddress,
      isSecure: isSecure, requestID: id)
  }
}
