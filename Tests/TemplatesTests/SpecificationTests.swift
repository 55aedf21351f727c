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

  /// Why a case is refused, and what the refusal says.
  struct Reason {
    let why: String
    let says: [String]
  }
  private static let undeclared = Reason(
    why: "a name that no model declares is a load error", says: ["is declared by none of", "to reach"])
  private static let scalarRoot = Reason(why: "a page is a model, no scalar and no list", says: ["is no object"])
  private static let rawText = Reason(why: "text is never inserted unescaped", says: ["inserts markup"])
  private static let nestedList = Reason(why: "there are no lists of lists", says: ["stands for a value only"])
  private static let recursion = Reason(why: "a file may not include itself", says: ["includes itself"])
  private static let missingFile = Reason(why: "a missing file is a load error", says: ["there is no template"])

  /// Refused on purpose, and why. Each of these must be refused.
  static let notApplicable: [String: [String: Reason]] = [
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
      "Implicit Iterator - Root-level": scalarRoot, "Implicit Iterator - Array": nestedList,
      "Implicit Iterator - Triple mustache": rawText, "Implicit Iterator - Ampersand": rawText,
    ],
    "inverted": [
      "Context Misses": undeclared, "Dotted Names - Broken Chains": undeclared, "Context": undeclared,
      "List": undeclared,
    ],
    "partials": ["Failed Lookup": missingFile, "Recursion": recursion],
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
      ("interpolation", 42), ("sections", 34), ("inverted", 22), ("partials", 12), ("comments", 12),
      ("inheritance", 27),
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
      case (.failure(let error), .some(let reason)):
        #expect(reason.says.contains { error.message.contains($0) }, "\(test.name): \(error)")
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
