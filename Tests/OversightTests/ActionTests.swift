import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import Templates
import TestSupport
import Testing

@testable import Oversight

/// Whoever reads a trail finds each action in words, and under one kind.
@Suite struct ActionTests {
  /// As docs/audit.md lists them.
  static let actions: [String] = {
    let guide = (try? String(contentsOfFile: TestServer.repository + "/docs/audit.md", encoding: .utf8)) ?? ""
    let chapter =
      guide.components(separatedBy: "## What the trail records").last?.components(separatedBy: "\n## ").first ?? ""
    return chapter.matches(of: /`([a-z]+(?:\.[a-z-]+)+)`/).map { String($0.1) }
  }()

  @Test func everyActionHasWordsInThreeLanguages() throws {
    #expect(Self.actions.count > 50)
    let catalogs = try Catalogs(directory: TestServer.repository + "/templates")
    for action in Self.actions {
      for language in Language.allCases {
        let key = "oversight.action.\(action)"
        #expect(
          catalogs.localizer(for: language).text(key) != key,
          "\(action) has no words in templates/oversight/messages.\(language.rawValue).json")
      }
    }
  }

  @Test func everyActionIsOfAKind() {
    for action in Self.actions { #expect(ActionClass(action: action) != nil, "\(action)") }
    #expect(ActionClass(action: "access.refuse") == .refusal)
    #expect(ActionClass(action: "appointment.read") == .reading)
    #expect(ActionClass(action: "audit.export") == .copy)
    #expect(ActionClass(action: "something.else") == nil)
  }

  /// The filter and the icons must not tell two stories.
  @Test func theDatabaseSortsActionsLikeThePages() throws {
    try withPractice { p in
      let root = try TestServer.connectAsRoot()
      let id = Hex.encode(try p.asOperator { $0.scope.practice.id.bytes })
      for (index, action) in Self.actions.enumerated() {
        try root.runScript(
          """
          INSERT INTO audit_event (practice_id, seq, at, actor_kind, role, address, request_id, action, entity, mac)
          VALUES (x'\(id)', \(1000 + index), NOW(6), 'job', '', '', '', '\(action)', '', REPEAT(x'00', 32))
          """)
      }
      for kind in ActionClass.allCases {
        var found: Set<String> = []
        try p.asOperator { db in
          try Trail.each(TrailFilter(kind: kind), zone: .utc, in: db.reader) { found.insert($0.action) }
        }
        let expected = Set(Self.actions.filter { ActionClass(action: $0) == kind })
        #expect(found.subtracting(["practice.create"]) == expected.subtracting(["practice.create"]), "\(kind)")
      }
      #expect(Set(ActionClass.listed) == Set(ActionClass.allCases), "each kind can be chosen")
    }
  }
}
