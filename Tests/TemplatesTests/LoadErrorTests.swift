import Testing

@testable import Templates

@Suite("What is refused when templates are loaded")
struct LoadErrorTests {
  @Test(
    "each mistake is named with file, line and tag",
    arguments: [
      ("\n{{nam}}", "page.mustache:2: {{nam}}: \"nam\" is declared by none of Sample, Shell"),
      ("{{#rows}}\n{{nam}}{{/rows}}", "page.mustache:2: {{nam}}: \"nam\" is declared by none of Row, Sample, Shell"),
      ("{{#nam}}{{/nam}}", "page.mustache:1: {{#nam}}: \"nam\" is declared by none of Sample, Shell"),
      ("{{patient.age}}", "page.mustache:1: {{patient.age}}: \"patient\" of Sample has no \"age\" to reach"),
      ("{{rows.start}}", "page.mustache:1: {{rows.start}}: \"rows\" of Sample has no \"start\" to reach"),
      ("{{title.x}}", "page.mustache:1: {{title.x}}: \"title\" of Sample has no \"x\" to reach"),
      ("{{a..b}}", "page.mustache:1: {{a..b}}: is no name"),
      ("{{.}}", "page.mustache:1: {{.}}: \".\" stands for a value only in a section over text, a number or strings"),
      (
        "{{#rows}}{{.}}{{/rows}}",
        "page.mustache:1: {{.}}: \".\" stands for a value only in a section over text, a number or strings"
      ),
      ("{{map}}", "page.mustache:1: {{map}}: inserts text or a number, and \"map\" is declared as html"),
      ("{{isOpen}}", "page.mustache:1: {{isOpen}}: inserts text or a number, and \"isOpen\" is declared as flag"),
      ("{{rows}}", "page.mustache:1: {{rows}}: inserts text or a number, and \"rows\" is declared as list"),
      ("{{patient}}", "page.mustache:1: {{patient}}: inserts text or a number, and \"patient\" is declared as object"),
      ("{{words}}", "page.mustache:1: {{words}}: inserts text or a number, and \"words\" is declared as strings"),
      (
        "{{#isOpen}}{{.}}{{/isOpen}}", "page.mustache:1: {{.}}: inserts text or a number, and \".\" is declared as flag"
      ),
      ("{{{title}}}", "page.mustache:1: {{{title}}}: inserts markup, and \"title\" is declared as text"),
      ("{{&count}}", "page.mustache:1: {{&count}}: inserts markup, and \"count\" is declared as number"),
      ("{{{words}}}", "page.mustache:1: {{{words}}}: inserts markup, and \"words\" is declared as strings"),
      ("{{#title}}{{/title}}", "page.mustache:1: {{#title}}: \"title\" is declared as text, which is always there"),
      ("{{^map}}{{/map}}", "page.mustache:1: {{^map}}: \"map\" is declared as html, which is always there"),
      ("a\n{{title", "page.mustache:2: a tag is opened here and never closed"),
      ("{{{map}}", "page.mustache:1: a tag is opened here and never closed"),
      ("{{#isOpen}}\n", "page.mustache:1: {{#isOpen}}: is never closed"),
      ("{{/isOpen}}", "page.mustache:1: {{/isOpen}}: closes nothing"),
      ("{{#rows}}\n{{/words}}", "page.mustache:2: {{/words}}: closes {{#rows}} of line 1"),
      ("{{=<% %>=}}", "page.mustache:1: {{=<% %>=}}: delimiters cannot be changed"),
      ("{{%x}}", "page.mustache:1: {{%x}}: is no tag of this engine"),
      ("{{}}", "page.mustache:1: {{}}: is no tag of this engine"),
      ("{{# }}", "page.mustache:1: {{# }}: is no tag of this engine"),
      ("{{title | upper}}", "page.mustache:1: {{title | upper}}: is no tag of this engine"),
      ("{{>no}}", "page.mustache:1: {{>no}}: there is no template \"no.mustache\""),
      ("{{<no}}{{/no}}", "page.mustache:1: {{<no}}: there is no template \"no.mustache\""),
      ("{{>page}}", "page.mustache:1: {{>page}}: includes itself: page > page"),
      ("{{>loop}}", "loop.mustache:1: {{>page}}: includes itself: page > loop > page"),
      ("{{<box}}{{title}}{{/box}}", "page.mustache:1: {{title}}: only blocks may stand inside a parent tag"),
      ("{{<box}}{{$b}}{{/b}}{{/box}}", "page.mustache:1: {{$b}}: box.mustache has no such block to fill"),
      ("{{<box}}{{$a}}{{/a}}{{$a}}{{/a}}{{/box}}", "page.mustache:1: {{$a}}: is filled twice"),
      ("{{@a.b}}", "page.mustache:1: {{@a.b}}: there is no message \"a.b\""),
    ])
  func mistakes(page: String, expected: String) {
    #expect(Engine.problems(["page": page, "loop": "{{>page}}", "box": "{{$a}}{{/a}}"]) == [expected])
  }

  @Test("a mistake in a filling is reported where it stands, and all mistakes at once")
  func places() {
    let problems = Engine.problems([
      "page": "{{<box}}\n{{$a}}\n{{x}}\n{{/a}}\n{{/box}}", "box": "{{$a}}{{/a}}\n{{y}}\n",
    ])
    #expect(
      problems == [
        "page.mustache:3: {{x}}: \"x\" is declared by none of Sample, Shell",
        "box.mustache:2: {{y}}: \"y\" is declared by none of Sample, Shell",
      ])
  }

  @Test("a page without a template, a file that is no UTF-8, a name declared twice")
  func files() {
    #expect(Engine.problems([:]) == ["Sample: there is no template \"page.mustache\""])
    let files = TemplateFiles(sources: ["page": [0x61, 0xFF]])
    #expect(files.problems.map(\.description) == ["page.mustache: is not valid UTF-8"])
    struct Twice: Page {
      static let template = "page"
      static let examples: [Twice] = []
      static var fields: [Field<Twice>] { [.flag("a") { _ in true }, .text("a") { _ in "" }] }
    }
    var builder = LibraryBuilder(files: Engine.files(["page": "{{#a}}{{/a}}"]), catalogs: Catalogs(messages: [:]))
    builder.add(Twice.self, shell: ModelFrame<Shell>())
    #expect(builder.problems.map(\.description) == ["Twice: declares \"a\" twice"])
  }
}
