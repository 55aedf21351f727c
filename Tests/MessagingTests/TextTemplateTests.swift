@testable import Messaging
import Testing

@Suite struct TextTemplateTests {
  private func filled(_ source: String) throws -> String {
    try TextTemplate(source, allowsClinical: false).filled { "<\($0.rawValue)>" }
  }
  private func problem(_ source: String, allowsClinical: Bool = false) -> TextTemplate.Problem? {
    do {
      _ = try TextTemplate(source, allowsClinical: allowsClinical)
      return nil
    } catch { return error }
  }

  @Test func namesInTwoBracesAreFilled() throws {
    #expect(try filled("{{practice}}: {{ date }}, {{time}}") == "<practice>: <date>, <time>")
    #expect(try filled("nothing") == "nothing")
    #expect(try filled("") == "")
    #expect(try filled("{{date}}{{date}}") == "<date><date>")
  }

  @Test(arguments: [
    "{{patient}}", "{{Date}}", "{{}}", "{{ }}", "{{date.x}}", "{{#date}}", "{{&date}}", "{{>x}}", "{{!x}}",
  ])
  func whatIsNotKnownIsRefused(source: String) {
    guard case .unknown = problem(source) else {
      Issue.record("\(source) gives \(String(describing: problem(source)))")
      return
    }
  }

  @Test(arguments: [
    "{", "}", "{date}", "{{date", "{{date}", "date}}", "{{{date}}}", "{{date}}}", "{{{{date}}}}", "{{da{te}}",
    "{{date }",
    "a } b", "{\u{301}{date}}",
  ])
  func aSlipInTheBracesIsRefused(source: String) { #expect(problem(source) == .braces, "\(source)") }

  /// A brace with a mark on it is one `Character`, and still a brace.
  @Test func aBraceUnderAMarkIsABrace() {
    #expect(problem("x{\u{20dd}y") == .braces)
    #expect(problem("x}\u{200d}y") == .braces)
  }

  @Test func whatTellsOfAnIllnessIsRefusedWhereOthersRead() {
    #expect(problem("{{service}}") == .clinical("service"))
    #expect(problem("{{service}}", allowsClinical: true) == nil)
    #expect(problem("{{publicService}}") == nil)
  }
}
