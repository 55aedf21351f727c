import Testing

@testable import Templates

@Suite("Lines that hold only tags")
struct WhitespaceTests {
  private let open = Sample(count: 3, isOpen: true, words: ["a", "b"])

  @Test("a line with one section tag or comment leaves no trace, whatever its line end")
  func standalone() throws {
    #expect(try Engine.render("<\n  {{#isOpen}}\t\n in\n{{/isOpen}}\n>", open) == "<\n in\n>")
    #expect(try Engine.render("<\r\n{{#isOpen}}\r\n{{/isOpen}}\r\n>", open) == "<\r\n>")
    #expect(try Engine.render("a\n{{! word }}\nb\n  {{!\n two\n lines }}\nc {{! d }}\n") == "a\nb\nc \n")
    #expect(try Engine.render("<{{#isOpen}}\n/\n  {{/isOpen}}", open) == "<\n/\n")
    #expect(try Engine.render("{{#words}}\n- {{.}}\n{{/words}}\n", open) == "- a\n- b\n")
  }

  @Test("a line with anything else keeps all its blanks")
  func inline() throws {
    #expect(try Engine.render("  {{count}}\n", open) == "  3\n")
    #expect(try Engine.render(" {{#isOpen}} x {{/isOpen}} \n", open) == "  x  \n")
    #expect(try Engine.render("{{#isOpen}}{{/isOpen}}\n", open) == "\n")
    #expect(try Engine.render(" {{#isOpen}} {{! c }}\n{{/isOpen}}|", open) == "  \n|")
  }

  @Test("a partial alone on its line is indented as a whole, one within a line is not")
  func partials() throws {
    let box = "<\n{{title}}\n>\n"
    let title = Sample(title: "1\n2")
    #expect(try Engine.render(["page": "[\n  {{>box}}\n]", "box": box], title) == "[\n  <\n  1\n2\n  >\n]")
    #expect(try Engine.render(["page": " - {{>box}}]", "box": box], title) == " - <\n1\n2\n>\n]")
    #expect(try Engine.render(["page": "\t{{>a}}\n", "a": " {{>b}}\n{{>b}}\n", "b": "x\ny"]) == "\t x\n\t y\tx\n\ty")
    #expect(try Engine.render(["page": " {{>a}}\n", "a": "-{{>b}}\n", "b": "x\ny"]) == " -x\ny\n")
  }
}
