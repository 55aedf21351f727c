import TestSupport
import Testing

/// What the compiler leaves to a reader, read.
@Suite struct RuleTests {
  @Test(arguments: Rules.all)
  func theSourcesKeep(_ rule: Rule) {
    let violations = Checkout.sources.flatMap(rule.violations)
    #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
  }

  /// The files of RefusalTests that compile, each as if it stood in a feature.
  @Test func everyBypassThatCompilesBreaksItsRule() throws {
    let samples = Checkout.files.filter { $0.path.hasPrefix("Tests/RefusalTests/TextRules/") }
    #expect(!samples.isEmpty)
    for sample in samples {
      let first = sample.lines.first.map(String.init) ?? ""
      let rule = try #require(Rules.all.first { first == "// refused by: \($0.name)" }, "\(sample.path): no such rule")
      let file = SwiftFile(SourceFile(path: "Sources/Scheduling/Sample.swift", text: sample.text))
      #expect(!rule.violations(file).isEmpty, "\(sample.path) passes the rule \"\(rule.name)\"")
    }
  }

  /// A bad line for each other rule: a rule that finds nothing proves nothing.
  @Test(arguments: [
    ("feature imports", "import Patients"), ("Foundation", "public import FoundationEssentials"),
    ("print", "func f() { print(1) }"), ("try!", "let x = try! f()"), ("try?", "let x = try? f()"),
    ("file length", String(repeating: "\n", count: 401)),
    ("own tables", #"let s: SQL = "UPDATE patients_patient SET version = 1 WHERE practice_id = \(db.scope)""#),
    ("own tables", #"let s: SQL = "INSERT INTO jobs_job (practice_id) VALUES (\(db.scope))""#),
    ("own tables", #"let s: SQL = "DELETE FROM \(table) WHERE practice_id = \(db.scope)""#),
    ("own tables", #"let s: SQL = "TRUNCATE scheduling_hold""#),
    ("scope binding", #"let s: SQL = "SELECT id FROM scheduling_hold WHERE id = \(id)""#),
    ("scope binding", #"let s: SQL = "INSERT INTO scheduling_hold (id) VALUES (\(id))""#),
    (
      "scope binding",
      #"let s: SQL = "SELECT a.id FROM scheduling_hold a JOIN scheduling_claim c ON c.hold_id = a.id WHERE a.practice_id = \(db.scope)""#
    ),
    ("SELECT *", #"let s: SQL = "SELECT * FROM scheduling_hold WHERE practice_id = \(db.scope)""#),
  ])
  func aRuleFindsWhatItIsFor(_ name: String, _ line: String) throws {
    let rule = try #require(Rules.all.first { $0.name == name })
    #expect(!rule.violations(SwiftFile(SourceFile(path: "Sources/Scheduling/Sample.swift", text: line))).isEmpty)
  }

  @Test func wordsInCommentsAndTextsAreNotCode() {
    let text = """
      // print(1)
      let a = "try! \\(f("unsafe")) " /* unsafe */
      let b = \"\"\"
        print( "x"
        \"\"\"
      """
    let parts = SwiftText(text)
    #expect(!parts.code.contains("print") && !parts.code.contains("try!") && !parts.code.contains("unsafe"))
    #expect(parts.code.contains("f(\"") && parts.literals.count == 3)
  }

  @Test func everyTargetOfAFeatureIsStrict() throws {
    let manifest = try Checkout.text("Package.swift")
    for feature in Checkout.features + ["SQL", "Core", "Web", "Templates", "Routing"] {
      let line = manifest.split(separator: "\n").first { $0.contains(".target(name: \"\(feature)\"") }
      #expect(line?.contains("swiftSettings: safe") == true, "\(feature) is built without strict memory safety")
    }
  }
}
