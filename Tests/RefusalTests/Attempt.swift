import Foundation
import TestSupport
import Testing

/// A file that tries to get round a wall. Its first line says what becomes of it.
struct Attempt: CustomTestStringConvertible {
  let path: String
  let testDescription: String
  /// What follows `// expect: ` or `// refused by: `.
  let verdict: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOfFile: path, encoding: .utf8)
    testDescription = String(path.split(separator: "/").last?.split(separator: ".").first ?? "")
    let first = text.split(separator: "\n").first.map(String.init) ?? ""
    guard let start = first.range(of: ": ") else { throw TestFailure("\(path): the first line names no verdict") }
    verdict = String(first[start.upperBound...])
  }

  static let folder = TestServer.repository + "/Tests/RefusalTests"

  /// Every attempt of a folder beside this file.
  static func all(in name: String) throws -> [Attempt] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/" + name)
    return try files.filter { $0.hasSuffix(".swift.txt") }.sorted().map { try Attempt(folder + "/" + name + "/" + $0) }
  }
}
