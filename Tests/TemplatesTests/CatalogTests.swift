import Core
import Testing

@testable import Templates

@Suite("Message catalogs")
struct CatalogTests {
  private func problem(en: String, de: String? = nil, he: String? = nil) -> String {
    do {
      _ = try Engine.catalogs(en: en, de: de ?? en, he: he ?? en)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test("a key stands in every language, with the same placeholders and in the same manner")
  func languages() {
    #expect(problem(en: #"{"a": "x"}"#, he: "{}") == "x/messages.en.json:1: \"a\" is missing in he")
    #expect(problem(en: "{}", de: #"{"a": "x"}"#) == "x/messages.de.json:1: \"a\" is missing in en")
    #expect(
      problem(en: "{\n\"a\": \"{n}\"}", de: "{\n\"a\": \"{m}\"}")
        == "x/messages.de.json:2: \"a\" has other placeholders than in x/messages.en.json")
    #expect(
      problem(en: #"{"a": "x"}"#, de: #"{"a": {"one": "x", "other": "x"}}"#)
        == "x/messages.de.json:1: \"a\" has plural forms in some languages only")
  }

  @Test("plural forms are those of the language, and use what the form for all other numbers uses")
  func plurals() {
    let needs = "\"a\" needs the plural forms"
    #expect(
      problem(en: #"{"a": {"one": "x", "two": "x", "other": "x"}}"#)
        == "x/messages.en.json:1: \(needs) one, other and no others")
    #expect(
      problem(en: #"{"a": {"one": "x", "other": "x"}}"#)
        == "x/messages.he.json:1: \(needs) one, two, other and no others")
    #expect(
      problem(en: #"{"a": {"one": "{n}", "other": "x"}}"#)
        == "x/messages.en.json:1: \"a\" uses a placeholder in \"one\" that \"other\" lacks")
  }

  @Test(
    "files are strict JSON objects",
    arguments: [
      (#"{"a": "x", "a": "y"}"#, ":1: \"a\" stands twice"),
      ("{\"a\": {\"one\": \"x\",\n\"one\": \"y\"}}", ":2: \"one\" stands twice"),
      (#"{"a b": "x"}"#, ":1: \"a b\" is no key: letters, digits, - _ and . only"),
      (#"{"a": ""}"#, ":1: \"a\" has no text"),
      (#"{"a": "{"}"#, ":1: \"a\" has a brace that is no {placeholder}"),
      (#"{"a": "}"}"#, ":1: \"a\" has a brace that is no {placeholder}"),
      (#"{"a": "{x y}"}"#, ":1: \"a\" has a brace that is no {placeholder}"),
      (#"{"a": "x"} {}"#, ":1: something follows the object"),
      (#"{"a": "x",}"#, ":1: expected \""), (#"{"a": 1}"#, ":1: expected \""), (#"{"a" "x"}"#, ":1: expected :"),
      (#"{"a": "x" "b"}"#, ":1: expected ,"), ("[]", ":1: expected {"), ("", ":1: expected {"),
      (#"{"a": "x"#, ":1: a string is never closed"),
      ("{\"a\": \"\t\"}", ":1: a control character stands in a string"),
      (#"{"a": "\x"}"#, ":1: an unknown escape stands in a string"),
      (#"{"a": "\u12"}"#, ":1: \\u needs four hexadecimal digits"),
      (#"{"a": "\ud800"}"#, ":1: half of a surrogate pair"), (#"{"a": "\udc00"}"#, ":1: half of a surrogate pair"),
      (#"{"a": "\ud800\u0041"}"#, ":1: half of a surrogate pair"),
    ])
  func syntax(text: String, expected: String) {
    #expect(problem(en: text) == "x/messages.en.json" + expected)
  }

  @Test("bytes that are no UTF-8 are refused")
  func encoding() {
    var reader = CatalogReader([0x7B, 0xFF], file: "f")
    #expect(throws: TemplateError("f", line: 1, "is not valid UTF-8")) { try reader.entries() }
  }

  @Test("all escapes are read")
  func escapes() throws {
    let text = #"{"a": "\"\\\/\n\t\r\b\f\u00e9\ud83d\ude00"}"#
    let catalogs = try Engine.catalogs(en: text, de: text, he: text)
    #expect(catalogs.localizer(for: .en).text("a") == "\"\\/\n\t\r\u{8}\u{c}é😀")
  }

  @Test("a key belongs to one file")
  func uniqueness() throws {
    var builder = CatalogBuilder()
    try builder.add(Array(#"{"a": "x"}"#.utf8), file: "x/messages.en.json", language: .en)
    try builder.add(Array("{\n\"a\": \"y\"}".utf8), file: "y/messages.en.json", language: .en)
    #expect(
      builder.problems.map(\.description) == [
        "y/messages.en.json:2: \"a\" already stands in x/messages.en.json, line 1"
      ])
  }
}
