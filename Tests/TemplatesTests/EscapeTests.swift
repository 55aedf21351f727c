import Core
import Testing

@testable import Templates

@Suite("Escaping")
struct EscapeTests {
  private static let cases = 100_000
  private static let pieces: [String] = [
    "\"", "'", "<", ">", "&", "\"\u{301}", "'\u{20DD}", "<\u{338}", ">\u{338}", "&\u{200D}", "\r\n", "\n", "\r",
    "\u{202E}",
    "\u{2066}", "\u{2069}", "<script", "</script>", "<!--", "-->", "&amp;", "&#39;", "&lt", "javascript:", "a", "é",
    "ש",
    "שָׁלוֹם", "👩‍⚕️", "\u{0}", "\u{FEFF}", " ", "{{title}}", "a long stretch without anything special in it",
  ]
  private static let brokenBytes: [[UInt8]] = [
    [0xFF], [0xC3], [0xE2, 0x82], [0x80], [0xED, 0xA0, 0x80], [0xC0, 0xBC],
  ]

  /// Undoes the escaping by its own means; nil when a character stands raw or an `&` starts no entity of ours.
  private func decoded(_ bytes: [UInt8]) -> [UInt8]? {
    let entities: [(name: [UInt8], byte: UInt8)] = [
      (Array("amp;".utf8), 0x26), (Array("lt;".utf8), 0x3C), (Array("gt;".utf8), 0x3E), (Array("quot;".utf8), 0x22),
      (Array("#39;".utf8), 0x27),
    ]
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte != 0x3C && byte != 0x3E && byte != 0x22 && byte != 0x27 else { return nil }
      guard byte == 0x26 else {
        result.append(byte)
        continue
      }
      guard let entity = entities.first(where: { rest.starts(with: $0.name) }) else { return nil }
      result.append(entity.byte)
      rest = rest.dropFirst(entity.name.count)
    }
    return result
  }

  @Test("any bytes come back, and none of the five characters stands raw")
  func bytes() {
    var generator = Generator(seed: 1)
    for _ in 0..<Self.cases {
      var input: [UInt8] = []
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        if Int.random(in: 0..<5, using: &generator) == 0 {
          input += Self.brokenBytes[Int.random(in: 0..<Self.brokenBytes.count, using: &generator)]
        } else {
          input += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)].utf8
        }
      }
      var output: [UInt8] = []
      HTMLEscape.append(input, to: &output)
      if decoded(output) != input {
        Issue.record("\(input) became \(output)")
        return
      }
    }
  }

  @Test("any text comes back through a rendered page, between tags and in an attribute")
  func pages() throws {
    let builder = Engine.builder(["page": "<p title=\"{{title}}\">{{title}}</p>"])
    try #require(builder.problems.isEmpty)
    let library = TemplateLibrary(builder)
    var generator = Generator(seed: 2)
    let between = Array("\">".utf8)
    for _ in 0..<Self.cases {
      var text = ""
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
      }
      let page = library.render(Sample(title: text), shell: Shell(), language: .en)
      let inside = Array(page.dropFirst(10).dropLast(4))
      let half = (inside.count - between.count) / 2
      let attribute = Array(inside[..<half])
      let content = Array(inside[(half + between.count)...])
      if attribute != content || decoded(content) != Array(text.utf8) {
        Issue.record("\(text.debugDescription) became \(String(decoding: page, as: UTF8.self))")
        return
      }
    }
  }

  @Test("a quote joined with a combining mark is still a quote")
  func graphemes() throws {
    #expect(
      try Engine.render("{{title}}", Sample(title: "\"\u{301}<\u{338}")).utf8.elementsEqual(
        "&quot;\u{301}&lt;\u{338}".utf8))
  }
}
