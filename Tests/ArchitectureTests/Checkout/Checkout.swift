import Foundation
import TestSupport

/// A file of the repository, with the path from its root.
struct SourceFile: Sendable {
  let path: String
  let text: String

  /// `Scheduling` of `Sources/Scheduling/…`.
  var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// A Swift file with what rules ask of it.
struct SwiftFile: Sendable {
  let path: String
  let target: String
  let text: String
  let code: String
  let literals: [SwiftText.Literal]
  /// `(attribute, module)`, such as `("@testable", "Core")`.
  let imports: [(attributes: String, module: String)]

  init(_ file: SourceFile) {
    path = file.path
    target = file.target
    text = file.text
    let parts = SwiftText(file.text)
    code = parts.code
    literals = parts.literals
    imports = parts.code.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({ $0.hasPrefix("@") || ["public", "internal", "package", "private"].contains($0) })
      else { return nil }
      return (words[..<place].joined(separator: " "), String(words[place + 1].prefix { $0 != "." }))
    }
  }
}

/// Every text file of the repository that people write.
enum Checkout {
  static let features = ["Identity", "Practices", "Patients", "Scheduling", "Clinical", "Messaging", "Oversight"]
  static let languages = ["en", "de", "he"]
  private static let folders = [
    "Sources", "Tests", "templates", "static", "schema", "nginx", "packaging", "docs", "bin", ".ci",
  ]

  static let files: [SourceFile] = folders.flatMap { below($0) } + top
  static let swift: [SwiftFile] = files.filter { $0.path.hasSuffix(".swift") }.map(SwiftFile.init)
  static let sources: [SwiftFile] = swift.filter { $0.path.hasPrefix("Sources/") }
  static let templates: [SourceFile] = files.filter { $0.path.hasSuffix(".mustache") }

  static func text(_ path: String) throws -> String {
    guard let file = files.first(where: { $0.path == path }) else { throw TestFailure("there is no \(path)") }
    return file.text
  }

  private static var top: [SourceFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: TestServer.repository)) ?? []
    // In a worktree .git is a file.
    return names.filter { $0 != ".git" }.sorted().compactMap { file($0) }
  }
  private static func below(_ folder: String) -> [SourceFile] {
    let names = FileManager.default.enumerator(atPath: TestServer.repository + "/" + folder)?.allObjects ?? []
    return names.compactMap { $0 as? String }.sorted().compactMap { file(folder + "/" + $0) }
  }
  /// Nil for folders and for what is not text.
  private static func file(_ path: String) -> SourceFile? {
    guard !path.contains("__pycache__"),
      let data = FileManager.default.contents(atPath: TestServer.repository + "/" + path)
    else { return nil }
    return String(data: data, encoding: .utf8).map { SourceFile(path: path, text: $0) }
  }
}
