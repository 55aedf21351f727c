import Core
import Testing

@testable import Templates

@Suite("Messages")
struct MessageTests {
  private func catalogs() throws -> Catalogs {
    try Engine.catalogs(
      en: #"{"hi": "Hi <{who}> & co", "free": {"one": "one slot", "other": "{count} slots on {day}"}, "ok": "Save"}"#,
      de:
        #"{"hi": "Hallo {who}", "free": {"one": "ein Termin", "other": "am {day} {count} Termine"}, "ok": "Sichern"}"#,
      he:
        #"{"hi": "{who} שלום", "free": {"one": "תור אחד", "two": "שני תורים", "other": "{count} תורים ב{day}"}, "ok": "שמור"}"#
    )
  }

  @Test("a message is inserted in the page's language, escaped like its arguments")
  func plain() throws {
    let sample = Sample(title: "\"Jo\"", patient: Person("Pat"))
    let page = "{{@ok}}: {{@hi who=title}} {{@hi who=patient.name}}"
    #expect(
      try Engine.render(page, sample, catalogs()) == "Save: Hi &lt;&quot;Jo&quot;&gt; &amp; co Hi &lt;Pat&gt; &amp; co")
    #expect(try Engine.render(page, sample, catalogs(), in: .de) == "Sichern: Hallo &quot;Jo&quot; Hallo Pat")
    #expect(
      try Engine.render("{{#words}}{{@hi who=.}};{{/words}}", Sample(words: ["a", "b"]), catalogs(), in: .he)
        == "a שלום;b שלום;")
  }

  @Test(
    "the first argument selects the plural form",
    arguments: [
      (0, Language.en, "0 slots on Day"), (1, .en, "one slot"), (2, .en, "2 slots on Day"),
      (-1, .en, "-1 slots on Day"),
      (1, .de, "ein Termin"), (2, .de, "am Day 2 Termine"), (1, .he, "תור אחד"), (2, .he, "שני תורים"),
      (3, .he, "3 תורים בDay"), (0, .he, "0 תורים בDay"), (20, .he, "20 תורים בDay"),
    ])
  func plurals(count: Int, language: Language, expected: String) throws {
    let sample = Sample(count: count)
    #expect(try Engine.render("{{@free count day=title}}", sample, catalogs(), in: language) == expected)
    let localizer = try catalogs().localizer(for: language)
    #expect(localizer.text("free", count: count, ["day": "Day"]) == expected)
  }

  @Test("Swift gets the text unescaped; what is missing stays visible")
  func localizer() throws {
    let localizer = try catalogs().localizer(for: .en)
    #expect(localizer.text("hi", ["who": "\"x\""]) == "Hi <\"x\"> & co")
    #expect(localizer.text("hi") == "Hi <{who}> & co")
    #expect(localizer.text("no.such.key", ["a": "b"]) == "no.such.key")
    #expect(localizer.text("free", ["count": "9", "day": "x"]) == "9 slots on x")
  }

  @Test(
    "arguments must fit the message",
    arguments: [
      ("{{@hi}}", "the placeholder {who} of \"hi\" is not passed"),
      ("{{@hi who=title title}}", "\"hi\" has no placeholder {title}"),
      ("{{@ok title}}", "\"ok\" has no placeholder {title}"),
      ("{{@hi who=map}}", "\"map\" is declared as html, a message takes text or a number"),
      ("{{@hi who=nam}}", "\"nam\" is declared by none of Sample, Shell"),
      ("{{@hi who=}}", "cannot read the argument \"who=\""),
      ("{{@hi who=title who=note}}", "cannot read the argument \"who=note\""),
      ("{{@free day=title count}}", "\"free\" has plural forms, its first argument must be a number"),
      ("{{@free}}", "\"free\" has plural forms, its first argument must be a number"),
      ("{{@free count}}", "the placeholder {day} of \"free\" is not passed"),
      ("{{@Hi}}", "there is no message \"Hi\""),
    ])
  func arguments(page: String, message: String) throws {
    #expect(try Engine.problems(page, catalogs()) == ["page.mustache:1: \(page): \(message)"])
  }
}
