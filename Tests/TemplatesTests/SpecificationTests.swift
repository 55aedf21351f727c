import Core
import Foundation
import Testing

@testable import Templates

/// The public Mustache specification, read from the public data beside the checkout.
@Suite("The Mustache specification")
struct SpecificationTests {
  /// `PRAXIS_SHARED_DATA`, or `../shared/data` beside the checkout.
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["PRAXIS_SHARED_DATA"] { return URL(fileURLWithPath: path) }
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return checkout.deletingLastPathComponent().appendingPathComponent("shared/data")
  }()
  static let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("mustache-spec").path)

  private static let undeclared = "a name that no model declares is a load error"
  private static let scalarRoot = "a page is a model, its root is no scalar and no list"
  private static let rawText = "text is never inserted unescaped"
  private static let recursion = "recursion is a load error"

  /// Refused on purpose, and why. Each of these must be refused.
  static let notApplicable: [String: [String: String]] = [
    "interpolation": [
      "Basic Context Miss Interpolation": undeclared, "Triple Mustache Context Miss Interpolation": undeclared,
      "Ampersand Context Miss Interpolation": undeclared, "Dotted Names - Broken Chains": undeclared,
      "Dotted Names - Broken Chain Resolution": undeclared, "Dotted Names - Context Precedence": undeclared,
      "Dotted Names are never single keys": undeclared, "Implicit Iterators - Basic Interpolation": scalarRoot,
      "Implicit Iterators - HTML Escaping": scalarRoot, "Implicit Iterators - Triple Mustache": scalarRoot,
      "Implicit Iterators - Ampersand": scalarRoot, "Implicit Iterators - Basic Integer Interpolation": scalarRoot,
    ],
    "sections": [
      "Context Misses": undeclared, "Dotted Names - Broken Chains": undeclared,
      "Implicit Iterator - Root-level": scalarRoot, "Implicit Iterator - Array": "there are no lists of lists",
      "Implicit Iterator - Triple mustache": rawText, "Implicit Iterator - Ampersand": rawText,
    ],
    "inverted": [
      "Context Misses": undeclared, "Dotted Names - Broken Chains": undeclared, "Context": undeclared, "List": undeclared,
    ],
    "partials": ["Failed Lookup": "a missing partial is a load error", "Recursion": recursion],
    "comments": [:],
    "inheritance": ["Negative Sections": undeclared, "Recursion": recursion],
  ]

  private struct File: Decodable {
    struct Case: Decodable {
      let name: String
      let data: JSON
      let template: String
      let partials: [String: String]?
      let expected: String
    }
    let tests: [Case]
  }

  @Test(
    "every applicable case passes, every other one is refused",
    .enabled(if: isThere, "the public data is neither at PRAXIS_SHARED_DATA nor at ../shared/data"),
    arguments: [
      ("interpolation", 42), ("sections", 34), ("inverted", 22), ("partials", 12), ("comments", 12), ("inheritance", 27),
    ])
  func cases(name: String, count: Int) throws {
    let url = Self.folder.appendingPathComponent("mustache-spec/\(name).json")
    let tests = try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).tests
    #expect(tests.count == count)
    let refused = try #require(Self.notApplicable[name])
    #expect(Set(refused.keys).isSubset(of: tests.map(\.name)))
    for test in tests {
      let output = render(test.data, ["page": test.template].merging(test.partials ?? [:]) { $1 })
      switch (output, refused[test.name]) {
      case (.success(let text), nil): #expect(text == test.expected, "\(test.name)")
      case (.success(let text), .some): Issue.record("\(test.name) should be refused, gave \(text)")
      case (.failure(let error), nil): Issue.record("\(test.name): \(error)")
      case (.failure, .some): break
      }
    }
  }

  private func render(_ data: JSON, _ templates: [String: String]) -> Result<String, TemplateError> {
    guard case .object(let members) = data else { return .failure(TemplateError("data", "is no object")) }
    let page = ModelFrame(fields: DynamicModel.fields(of: [members], markup: DynamicModel.markupNames(templates)))
    var builder = LibraryBuilder(files: Engine.files(templates), catalogs: Catalogs(messages: [:]))
    builder.add("page", page: page, shell: ModelFrame<Shell>(fields: []))
    if let problem = builder.problems.first { return .failure(problem) }
    let bytes = TemplateLibrary(builder).render(DynamicModel(members: members), shell: Shell(), language: .en)
    return .success(String(decoding: bytes, as: UTF8.self))
  }
}
