import Foundation
import TestSupport
import Testing

@testable import Server

/// docs/permissions.md is the table that the router uses, for reviewers.
@Suite struct PermissionsFileTests {
  @Test func theFileSaysWhatTheTablesSay() throws {
    let path = TestServer.repository + "/docs/permissions.md"
    if ProcessInfo.processInfo.environment["PRAXIS_RECORD"] == "1" {
      return try PermissionsRun.text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let stored = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      stored == PermissionsRun.text,
      "If this is meant: PRAXIS_RECORD=1 bin/test theFileSaysWhatTheTablesSay, and review the diff.")
  }
}
