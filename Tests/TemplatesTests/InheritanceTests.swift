import Testing

@testable import Templates

@Suite("Layouts and blocks")
struct InheritanceTests {
  private let layout = "<title>{{$title}}Praxis{{/title}}</title>\n<main>\n  {{$content}}\n  {{/content}}\n</main>\n"

  @Test("a block shows its default unless it is filled")
  func filling() throws {
    #expect(try Engine.render("{{$a}}one{{/a}} {{practice}}") == "one Harbour Lane")
    let page = "{{<layout}}{{$content}}\n<p>{{title}}</p>\n<hr>\n{{/content}}{{/layout}}\n"
    #expect(
      try Engine.render(["page": page, "layout": layout])
        == "<title>Praxis</title>\n<main>\n  <p>Day</p>\n  <hr>\n</main>\n")
  }

  @Test("blocks may stand on lines of their own inside the parent tag, with anything but tags between them")
  func layoutOfTheChild() throws {
    let page =
      "{{<layout}}\n{{! head }}\n\n{{$title}}New{{/title}}\n\n  {{$content}}\n  <p>\n   x\n  {{/content}}\n{{/layout}}\n"
    #expect(
      try Engine.render(["page": page, "layout": layout])
        == "<title>New</title>\n<main>\n  <p>\n   x\n</main>\n")
  }

  @Test("the outermost filling wins, and passes through templates in between")
  func levels() throws {
    let templates = [
      "middle": "{{<base}}{{$a}}m{{$b}}b{{/b}}{{/a}}{{/base}}", "base": "[{{$a}}base{{/a}}{{$c}}c{{/c}}]",
    ]
    func render(_ page: String) throws -> String {
      try Engine.render(templates.merging(["page": page]) { $1 })
    }
    #expect(try render("{{<middle}}{{/middle}}") == "[mbc]")
    #expect(try render("{{<middle}}{{$a}}p{{/a}}{{/middle}}") == "[pc]")
    #expect(try render("{{<middle}}{{$b}}p{{/b}}{{$c}}q{{/c}}{{/middle}}") == "[mpq]")
    #expect(try render("{{<base}}{{$c}}1{{/c}}{{/base}}{{<base}}{{$c}}2{{/c}}{{/base}}") == "[base1][base2]")
  }

  @Test("a template may be used inside what it is filled with")
  func sameParentTwice() throws {
    let page = "{{<card}}{{$body}}1{{<card}}{{$body}}2{{/body}}{{/card}}{{/body}}{{/card}}"
    #expect(try Engine.render(["page": page, "card": "({{$body}}{{/body}})"]) == "(1(2))")
  }

  @Test("a filling sees the names at the place it fills")
  func scope() throws {
    let templates = [
      "page": "{{<list}}{{$row}}{{start}} {{/row}}{{/list}}", "list": "{{#rows}}{{$row}}{{/row}}{{/rows}}",
    ]
    #expect(try Engine.render(templates, Sample(rows: [Row(start: "1"), Row(start: "2")])) == "1 2 ")
  }

  @Test("partials of a layout may hold blocks, too")
  func partials() throws {
    let templates = [
      "page": "{{<layout}}{{$aside}}A{{/aside}}{{/layout}}", "layout": "{{>shared/_nav}}",
      "shared/_nav": "<{{$aside}}{{/aside}}>",
    ]
    #expect(try Engine.render(templates) == "<A>")
  }

  @Test("a filling within a line at a place on its own line gets the place's indentation and line end")
  func mixed() throws {
    let templates = ["page": "{{<box}}{{$a}}x{{/a}}{{/box}}", "box": "<\n  {{$a}}\n  d\n  {{/a}}\n>"]
    #expect(try Engine.render(templates) == "<\n  x\n>")
    #expect(try Engine.render(["page": "{{<box}}{{/box}}", "box": "<\n  {{$a}}{{/a}}\n>"]) == "<\n>")
  }

  @Test("a filling takes the indentation of the default, or of the block's tag when there is none")
  func reindentation() throws {
    let deep = "{{<box}}{{$a}}\n      x\n        y\n{{/a}}{{/box}}\n"
    #expect(try Engine.render(["page": deep, "box": "<\n{{$a}}\n    d\n{{/a}}\n>"]) == "<\n    x\n      y\n>")
    #expect(try Engine.render(["page": deep, "box": "<\n  {{$a}}\n  {{/a}}\n>"]) == "<\n  x\n    y\n>")
    #expect(try Engine.render(["page": deep, "box": "<\n  {{$a}}{{/a}}\n>"]) == "<\n  x\n    y\n>")
    #expect(try Engine.render(["page": "{{<box}}{{/box}}", "box": "{{$a}}\n    d\n{{/a}}\n>"]) == "    d\n>")
  }

  @Test("a block inside a filling moves with it")
  func nestedReindentation() throws {
    let templates = [
      "page": "{{<middle}}{{$inner}}\nz\n{{/inner}}{{/middle}}",
      "middle": "{{<base}}{{$outer}}\n    a\n    {{$inner}}\n      b\n    {{/inner}}\n{{/outer}}{{/base}}",
      "base": "<\n {{$outer}}\n {{/outer}}\n>",
    ]
    #expect(try Engine.render(templates) == "<\n a\n   z\n>")
  }

  @Test("a parent alone on its line is indented as a whole")
  func indentedParent() throws {
    let templates = ["page": "<\n  {{<box}}{{/box}}\n>", "box": "a\n {{$x}}\n b\n {{/x}}\n"]
    #expect(try Engine.render(templates) == "<\n  a\n   b\n>")
  }
}
