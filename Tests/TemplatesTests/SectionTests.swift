import Testing

@testable import Templates

@Suite("Values and sections")
struct SectionTests {
  @Test("text, numbers and names of the shell are inserted; the page's names go first")
  func insertion() throws {
    let sample = Sample(title: "Tom & \"Jo\" <x>'", count: -120)
    #expect(
      try Engine.render("{{title}}|{{ count }}|{{practice}}", sample)
        == "Tom &amp; &quot;Jo&quot; &lt;x&gt;&#39;|-120|Harbour Lane")
    #expect(try Engine.render("{{count}}", Sample(count: .min)) == "-9223372036854775808")
  }

  @Test("what a value contains is not read as a template")
  func noReinterpretation() throws {
    #expect(try Engine.render("{{title}}", Sample(title: "{{count}}")) == "{{count}}")
  }

  @Test("markup is inserted as it is, with three braces or an ampersand")
  func markup() throws {
    #expect(try Engine.render("{{{map}}} {{&map}}[{{{banner}}}]") == "<svg/> <svg/>[]")
    #expect(
      try Engine.render("[{{{banner}}}]", Sample(banner: SafeHTML(escaping: "<") + SafeHTML("<b>"))) == "[&lt;<b>]")
  }

  @Test("sections over a flag, optional text, a number and optional markup", arguments: [true, false])
  func truth(isThere: Bool) throws {
    let sample = Sample(
      note: isThere ? "" : nil, count: isThere ? 2 : 0, isOpen: isThere, banner: isThere ? SafeHTML("<i>") : nil,
      words: isThere ? ["a"] : [], rows: isThere ? [Row()] : [], patient: isThere ? Person("Pat") : nil)
    for name in ["note", "count", "isOpen", "banner", "words", "rows", "patient"] {
      let output = try Engine.render("{{#\(name)}}yes{{/\(name)}}{{^\(name)}}no{{/\(name)}}", sample)
      #expect(output == (isThere ? "yes" : "no"), "\(name)")
    }
  }

  @Test("the dot is the value of the section around it")
  func dot() throws {
    let sample = Sample(note: "n<", count: 7, banner: SafeHTML("<b>"), words: ["x", "&"])
    let template = "{{#note}}{{.}}{{/note}} {{#count}}{{.}}{{/count}} {{#banner}}{{{.}}}{{/banner}}"
    #expect(try Engine.render(template, sample) == "n&lt; 7 <b>")
    #expect(try Engine.render("{{#words}}({{.}}{{#count}}{{.}}{{/count}}){{/words}}", sample) == "(x7)(&amp;7)")
  }

  @Test("elements see their own names first, then those around them")
  func nesting() throws {
    let rows = [
      Row(start: "9", count: 1, note: "x", tags: [Tag(label: "a", shared: true), Tag(label: "b", shared: false)]),
      Row(start: "10", count: 2, tags: []), Row(start: "11", count: 0, tags: [Tag(label: "c", shared: true)]),
    ]
    let template = """
      {{#rows}}{{start}}/{{count}}{{#tags}} {{label}}{{#shared}}+{{start}}{{/shared}}{{note}}{{/tags}}{{^tags}} none{{/tags}} {{title}};{{/rows}}{{count}}
      """
    let expected = "9/1 a+9x bx Day;10/2 none Day;11/0 c+11 Day;5"
    #expect(try Engine.render(template, Sample(count: 5, rows: rows)) == expected)
  }

  @Test("objects are entered as sections and reached by dots, through models that hold themselves")
  func objects() throws {
    let sample = Sample(patient: Person("Pat", guardian: Person("Gil")))
    #expect(try Engine.render("{{patient.name}} {{patient.guardian.name}}", sample) == "Pat Gil")
    #expect(
      try Engine.render("{{#patient}}{{name}}{{#guardian}}<{{name}}{{/guardian}}{{/patient}}", sample) == "Pat<Gil")
    #expect(try Engine.render("{{#patient.guardian}}{{name}}{{/patient.guardian}}", sample) == "Gil")
    #expect(try Engine.render("{{#patient.guardian.name}}{{.}}{{/patient.guardian.name}}", sample) == "Gil")
    #expect(try Engine.render("[{{patient.guardian.name}}]{{^patient.name}}nobody{{/patient.name}}") == "[]nobody")
    let none = "{{#patient.guardian.guardian}}x{{/patient.guardian.guardian}}"
    #expect(try Engine.render(none, sample) == "")
  }

  @Test("one section over one field may stand inside itself")
  func repeated() throws {
    let template = "A{{#isOpen}}B{{#isOpen}}C{{/isOpen}}D{{/isOpen}}E"
    #expect(try Engine.render(template, Sample(isOpen: true)) == "ABCDE")
    #expect(try Engine.render(template) == "AE")
  }
}
