/// Speaks FastCGI to a worker as nginx does, or as nginx never would.
enum FastCGIClient {
  /// Nil when the worker closed the connection without an answer.
  static func ask(socket path: String, _ parameters: [(String, String)], body: [UInt8] = []) -> Answer? {
    guard let socket = Socket(path: path) else { return nil }
    var bytes = record(1, [0, 1, 0, 0, 0, 0, 0, 0])
    var block: [UInt8] = []
    for (name, value) in parameters {
      block += length(name.utf8.count) + length(value.utf8.count) + Array(name.utf8) + Array(value.utf8)
    }
    bytes += record(4, block) + record(4, [])
    for start in stride(from: 0, to: body.count, by: 32_768) {
      bytes += record(5, Array(body[start..<min(start + 32_768, body.count)]))
    }
    socket.send(bytes + record(5, []))
    return Answer(standardOutput(of: socket.readAll()))
  }

  private static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
    [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 255), 0, 0] + content
  }
  private static func length(_ count: Int) -> [UInt8] {
    count < 128
      ? [UInt8(count)]
      : [0x80 | UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
  }
  private static func standardOutput(of bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    while at + 8 <= bytes.count {
      let size = Int(bytes[at + 4]) << 8 | Int(bytes[at + 5])
      let end = min(at + 8 + size, bytes.count)
      if bytes[at + 1] == 6 { out += bytes[(at + 8)..<end] }
      at = end + Int(bytes[at + 6])
    }
    return out
  }
}
