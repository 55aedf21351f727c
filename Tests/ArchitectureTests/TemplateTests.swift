import TestSupport
import Testing

/// What the content security policy would refuse in a browser, found before one opens the page.
@Suite struct TemplateTests {
  @Test func noTemplateHoldsInlineStylesOrScripts() {
    #expect(Checkout.templates.count > 10)
    for template in Checkout.templates {
      for problem in TemplateTests.problems(template.text) { Issue.record("\(template.path): \(problem)") }
    }
  }

  @Test(arguments: [
    "<p style=\"color: red\">", "<style>p {}</style>", "<script>go()</script>", "<script type=module>go()</script>",
    "<button onclick=\"go()\">", "<a\n ONCLICK='go()'>", "<a href=\"javascript:go()\">", "<base href=\"/\">",
  ])
  func anInlineScriptIsFound(_ markup: String) { #expect(!TemplateTests.problems(markup).isEmpty) }

  @Test func ordinaryMarkupIsLeftAlone() {
    #expect(
      TemplateTests.problems("<script type=\"module\" src=\"/a.js\"></script><p class=\"on\">one = two</p>").isEmpty)
  }

  /// What is in the tags of a piece of markup and must not be.
  static func problems(_ markup: String) -> [String] {
    markup.lowercased().components(separatedBy: "<").dropFirst().flatMap { piece -> [String] in
      let tag = piece.prefix { $0 != ">" }
      let words = tag.split(whereSeparator: \.isWhitespace)
      var found: [String] = []
      if tag.contains("javascript:") { found.append("an address that is a script") }
      if words.first == "style" || words.first == "base" { found.append("<\(words.first ?? "")>") }
      if words.first == "script", !words.contains(where: { $0.hasPrefix("src=") }) {
        found.append("a script of its own")
      }
      found += words.dropFirst().filter { $0.hasPrefix("style=") || isHandler($0) }.map { "the attribute \($0)" }
      return found
    }
  }
  private static func isHandler(_ word: Substring) -> Bool {
    guard word.hasPrefix("on"), let equals = word.firstIndex(of: "=") else { return false }
    return word[..<equals].dropFirst(2).allSatisfy(\.isLetter)
  }
}
