import TestSupport
import Testing

/// The guides say what is so: their lists are held against the sources.
@Suite struct GuideTests {
  /// docs/audit.md lists every action of the trail; whoever reads a trail finds each word explained.
  @Test func everyAuditActionIsListed() throws {
    let guide = try Checkout.text("docs/audit.md")
    let chapter =
      guide.components(separatedBy: "## What the trail records").last?.components(separatedBy: "\n## ").first ?? ""
    let listed = Set(chapter.matches(of: /`([a-z]+(?:\.[a-z-]+)+)`/).map { String($0.1) })
    var used: Set<String> = []
    for file in Checkout.sources {
      for match in file.text.matches(of: /AuditEvent\(\s*"([^"\\]+)"/) { used.insert(String(match.1)) }
      for match in file.text.matches(of: /\.(?:patient|shown|trail)\(([^)]*)\)/) {
        for action in match.1.matches(of: /"([a-z]+(?:\.[a-z-]+)+)"/) { used.insert(String(action.1)) }
      }
    }
    #expect(used.count > 20)
    let missing = used.subtracting(listed).sorted()
    #expect(missing.isEmpty, "docs/audit.md, \"What the trail records\", lacks: \(missing)")
    let literals = Set(Checkout.sources.flatMap(\.literals).map(\.text))
    let stale = listed.subtracting(literals).sorted()
    #expect(stale.isEmpty, "docs/audit.md lists what no source says: \(stale)")
  }

  /// The steps of docs/adding-a-page.md name the tests and rules that check them.
  @Test func everyCheckTheGuideNamesExists() throws {
    let guide = try Checkout.text("docs/adding-a-page.md")
    let named = guide.matches(of: /\(checked:\s+`([^`]+)`\)/).map { String($0.1) }
    #expect(named.count >= 12)
    let tests = Checkout.swift.filter { $0.path.hasPrefix("Tests/") }.map(\.code).joined(separator: "\n")
    for name in named {
      #expect(Rules.all.contains { $0.name == name } || tests.contains("func \(name)("), "nothing checks `\(name)`")
    }
  }

  /// Paths that the guides lead to.
  @Test func everyPathTheGuidesNameExists() throws {
    for guide in ["docs/adding-a-page.md", "docs/security.md", "docs/audit.md", "docs/keys.md"] {
      for match in try Checkout.text(guide).matches(
        of: /`((?:Sources|Tests|templates|docs|schema|nginx|bin|packaging)\/[A-Za-z0-9_.\/-]+)`/)
      {
        let path = String(match.1)
        let isThere = Checkout.files.contains {
          $0.path == path || $0.path.hasPrefix(path.hasSuffix("/") ? path : path + "/")
        }
        #expect(isThere, "\(guide) names \(path), which is not there")
      }
    }
  }

  /// A job that nobody does would wait for ever.
  @Test func everyJobHasAHandler() {
    let literals = Checkout.sources.flatMap { file in
      file.text.matches(of: /NewJob\(\s*"([^"\\]+)"/).map { String($0.1) }
    }
    #expect(!literals.isEmpty)
    for kind in literals {
      #expect(Checkout.sources.contains { $0.text.contains("JobHandler(\"\(kind)\"") }, "no JobHandler(\"\(kind)\")")
    }
  }

  @Test func theGuidesAreShort() throws {
    for guide in ["docs/adding-a-page.md", "docs/security.md", "docs/audit.md", "docs/keys.md"] {
      #expect(
        try Checkout.text(guide).split(separator: "\n", omittingEmptySubsequences: false).count <= 151, "\(guide)")
    }
  }
}
