/// A response as read from a socket.
struct Answer {
  let status: Int
  /// In order, names in lower case.
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  /// Nil when the peer closed without answering.
  init?(_ bytes: [UInt8], statusInHeader: Bool = false) {
    let separator = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) else { return nil }
    var lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    body = Array(bytes[(end + 4)...])
    guard let number = lines.removeFirst().split(separator: " ").dropFirst().first, let status = Int(number) else {
      return nil
    }
    self.status = status
    headers = lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (line[..<colon].lowercased(), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
  }

  func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
  subscript(_ name: String) -> String? { values(name).first }
  var text: String { String(decoding: body, as: UTF8.self) }
  /// Workers name requests with 16 digits, nginx with 32.
  var isFromWorker: Bool { self["x-request-id"]?.utf8.count == 16 }
}
