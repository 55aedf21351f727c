import TestSupport
import Testing

/// The first wall (docs/architecture.md, section 5): what must not compile does not, and for the reason meant.
@Suite struct RefusalTests {
  @Test(arguments: try Attempt.all(in: "Attempts"))
  func theCompilerRefuses(_ attempt: Attempt) throws {
    let objection = try #require(try FeatureCompiler.shared.get().objection(to: attempt), "it compiles")
    #expect(objection.contains("error: ") && objection.contains(attempt.verdict), "another objection: \(objection)")
    #expect(!objection.contains("no such module") && !objection.contains("cannot find"), "not the wall: \(objection)")
  }

  @Test func whatFeaturesWriteEveryDayCompiles() throws {
    let control = try Attempt(Attempt.folder + "/Control.swift.txt")
    #expect(try FeatureCompiler.shared.get().objection(to: control) == nil)
  }

  /// These compile, so each has a rule in ArchitectureTests, which is tried on the same files.
  @Test(arguments: try Attempt.all(in: "TextRules"))
  func theCompilerLeavesToTextRules(_ attempt: Attempt) throws {
    let objection = try FeatureCompiler.shared.get().objection(to: attempt)
    #expect(objection == nil, "the compiler refuses it now: move it to Attempts")
  }

  @Test func noAttemptIsLost() throws {
    #expect(try Attempt.all(in: "Attempts").count >= 46)
    #expect(try Attempt.all(in: "TextRules").count >= 6)
  }
}
