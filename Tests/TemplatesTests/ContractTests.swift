import Core
import Foundation
import Testing

@testable import Templates

@Suite("The contract of templates, pages and messages")
struct ContractTests {
  private struct Item: TemplateModel {
    static var fields: [Field<Item>] { [.text("label") { _ in "L" }, .text("colour") { _ in "" }] }
  }
  private struct Home: Page {
    let isBroken: Bool
    static let template = "site/home"
    static var examples: [Home] { [Home(isBroken: false), Home(isBroken: true)] }
    static var fields: [Field<Home>] {
      [.flag("isBroken") { $0.isBroken }, .text("unused") { _ in "" }, .list("items") { _ in [Item()] }]
    }
  }
  private struct Lost: Page {
    static let template = "site/lost"
    static var examples: [Lost] { [] }
    static var fields: [Field<Lost>] { [] }
  }

  /// Writes the files to a new folder, which is removed afterwards.
  private func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, text) in files {
      let file = root.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(root.path)
  }

  private let whole = [
    "layout.mustache": "<html lang=\"{{practice}}\">\n<title>{{title}} <</title>\n{{$content}}{{/content}}\n</html>\n",
    "site/home.mustache":
      "{{<layout}}\n{{$content}}\n{{@home.hello}}{{#items}}<br>{{label}}{{/items}}{{#isBroken}}<p>{{/isBroken}}\n{{/content}}\n{{/layout}}\n",
    "site/messages.en.json": #"{"home.hello": "Hello"}"#, "site/messages.de.json": #"{"home.hello": "Hallo"}"#,
    "site/messages.he.json": #"{"home.hello": "שלום"}"#,
  ]

  @Test("a library is read from a folder and renders in every language")
  func library() throws {
    try withFolder(whole) { folder in
      let catalogs = try Catalogs(directory: folder)
      let library = try TemplateLibrary(directory: folder, pages: [Home.self], shell: Shell.self, catalogs: catalogs)
      let page: any Page = Home(isBroken: false)
      let shell: any TemplateModel = Shell(practice: "he", title: "T")
      let output = String(decoding: library.render(page, shell: shell, language: .he), as: UTF8.self)
      #expect(output == "<html lang=\"he\">\n<title>T <</title>\nשלום<br>L\n</html>\n")
      #expect(throws: TemplateError("Lost", "there is no template \"site/lost.mustache\"")) {
        try TemplateLibrary(directory: folder, pages: [Home.self, Lost.self], shell: Shell.self, catalogs: catalogs)
      }
    }
    #expect(throws: TemplateError.self) { try Catalogs(directory: "/nonexistent") }
  }

  @Test("unused names and unbalanced examples are reported")
  func rendering() throws {
    let problems = try withFolder(whole) {
      TemplateContract(directory: $0, pages: [Home.self], shell: Shell(), keysUsedInSwift: []).problems()
    }
    #expect(
      problems == [
        "Home: the field \"unused\" is not used by its template",
        "Item: the field \"colour\" is not used by any template",
        "Home: example 2 in en: </html> closes <p>", "Home: example 2 in de: </html> closes <p>",
        "Home: example 2 in he: </html> closes <p>",
      ])
  }

  @Test("missing and superfluous files, tags, fields and messages are reported together")
  func differences() throws {
    var files = whole
    files["site/orphan.mustache"] = "x"
    files["site/home.mustache"] = "{{nam}}{{practice}}{{title}}{{#isBroken}}{{/isBroken}}"
    files["site/messages.he.json"] = "{}"
    files["shared/messages.en.json"] = #"{"used": "1", "unused": "2"}"#
    files["shared/messages.de.json"] = files["shared/messages.en.json"]
    files["shared/messages.he.json"] = files["shared/messages.en.json"]
    let problems = try withFolder(files) {
      TemplateContract(
        directory: $0, pages: [Home.self, Lost.self], shell: Shell(), keysUsedInSwift: ["used", "lacking"]
      ).problems()
    }
    #expect(
      problems == [
        "site/messages.en.json:1: \"home.hello\" is missing in he",
        "site/home.mustache:1: {{nam}}: \"nam\" is declared by none of Home, Shell",
        "Lost: there is no template \"site/lost.mustache\"",
        "layout.mustache: no page declares this template and none includes it",
        "site/orphan.mustache: no page declares this template and none includes it",
        "Home: the field \"unused\" is not used by its template",
        "Home: the field \"items\" is not used by its template",
        "Item: the field \"label\" is not used by any template",
        "Item: the field \"colour\" is not used by any template",
        "the message \"unused\" is not used", "the message \"lacking\", used in Swift, is in no catalog",
      ])
  }

  @Test(
    "tags must close in order",
    arguments: [
      ("<p>a</p>", nil), ("<!doctype html><img src='>'><br/><svg><path/></svg>", nil), ("<!-- <p> -->", nil),
      ("<script>if (a<b) {}</script><textarea><p></textarea>", nil), ("<P></p>", nil),
      ("<p>", "<p> is never closed"), ("</p>", "</p> closes nothing"), ("<b><i></b></i>", "</b> closes <i>"),
      ("a < b", "a < starts no tag"), ("<p", "<p is never ended by >, or an attribute of it is not quoted"),
      ("<a title=\"></a>", "<a is never ended by >, or an attribute of it is not quoted"),
      ("<p <b>", "<p is never ended by >, or an attribute of it is not quoted"),
      ("<script>", "<script> is never closed"), ("<!--", "a comment is never closed"),
      ("<a href=x></a>", "<a is never ended by >, or an attribute of it is not quoted"),
      ("<a href=></a>", "<a is never ended by >, or an attribute of it is not quoted"),
      ("<!doctype", "a declaration is never closed"),
    ] as [(String, String?)])
  func balance(markup: String, expected: String?) {
    #expect(HTMLBalance.problem(in: Array(markup.utf8)) == expected)
  }
}
