import Foundation
import TestSupport

/// Sources and templates, for names that only they know.
enum SourceTexts {
  static func all() throws -> [(path: String, text: String)] {
    try ["Sources", "templates"].flatMap { folder in
      let root = TestServer.repository + "/" + folder
      let names = FileManager.default.enumerator(atPath: root)?.allObjects.compactMap { $0 as? String } ?? []
      return try names.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".mustache") }.map {
        ($0, try String(contentsOfFile: root + "/" + $0, encoding: .utf8))
      }
    }
  }
}
