import Core
import Foundation
import Logging
import Synchronization
import Testing

@testable import Server

@Suite("Logs hold allow-listed fields only")
struct LogTests {
  static func line(_ message: String, _ metadata: Logger.Metadata = [:]) throws -> (text: String, fields: [String: Any])
  {
    let written = Mutex<[UInt8]>([])
    let logger = Logger(label: "test") { _ in
      JSONLogHandler(level: .info) { line in written.withLock { $0 += line } }
    }
    logger.info("\(message)", metadata: metadata)
    let bytes = written.withLock { $0 }
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return (String(decoding: bytes, as: UTF8.self), try #require(object))
  }

  @Test func `an entry is one JSON object with time, level, event and process`() throws {
    let (text, fields) = try Self.line("request.answered", ["status": "200", "ms": "12"])
    #expect(text.hasSuffix("}\n") && text.utf8.filter { $0 == 0x0a }.count == 1)
    #expect(fields["event"] as? String == "request.answered")
    #expect(fields["level"] as? String == "info")
    #expect(fields["status"] as? String == "200")
    #expect(fields["pid"] as? Int == Int(getpid()))
    let time = try #require(fields["time"] as? String)
    #expect(
      try abs(
        Date(time, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)).timeIntervalSinceNow)
        < 60)
  }

  @Test func `a field that is not on the list is dropped and counted`() throws {
    let (text, fields) = try Self.line("a.b", ["patient": "Jane Roe", "email": "jane@example.org", "status": "1"])
    #expect(fields["dropped"] as? Int == 2)
    #expect(!text.contains("Jane") && !text.contains("example.org"))
  }

  @Test func `a message that is no event name is not written`() throws {
    let (text, fields) = try Self.line("could not open the chart of Jane Roe")
    #expect(fields["event"] as? String == "unnamed")
    #expect(!text.contains("Jane"))
  }

  @Test(arguments: ["\"", "\\", "\n", "\r\n", "\u{0}", "\u{1b}[31m", "\"\u{301}", "\u{2028}", "}\n{", "\u{7f}"])
  func `whatever a value holds, it stays one line and comes back`(value: String) throws {
    let (text, fields) = try Self.line("a.b", ["reason": "\(value)"])
    #expect(text.utf8.filter { $0 == 0x0a }.count == 1)
    #expect(!text.utf8.dropLast().contains { $0 < 0x20 || $0 == 0x7f })
    #expect((fields["reason"] as? String).map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test func `a long value is cut by bytes`() throws {
    let (_, fields) = try Self.line("a.b", ["reason": "\(String(repeating: "\u{301}", count: 100_000))"])
    #expect(try #require(fields["reason"] as? String).utf8.count <= 203)
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
    (1_805_016_413_589_000, "2027-03-14T09:26:53.589Z"), (-1000, "1969-12-31T23:59:59.999Z"),
  ])
  func `times are UTC with milliseconds`(microseconds: Int64, text: String) {
    #expect(UTCTime.text(Instant(microseconds: microseconds)) == text)
  }
}
