import Foundation
import Routing
import Server
import TestSupport

/// matrix.txt: what every person gets at every address, reviewed like code.
struct Matrix {
  static let path = TestServer.repository + "/Tests/RouteMatrixTests/matrix.txt"
  static let routes = Application.routes(isDevelopment: false, TestBrowser.settings)
    .sorted { ($0.pattern.description, $0.method.rawValue) < ($1.pattern.description, $1.method.rawValue) }

  private static let explanation = """
    # What each person gets at each address. Read by Tests/RouteMatrixTests, which fails when a cell or a line differs.
    # Record anew with: PRAXIS_RECORD=1 bin/test theMatrixIsAsReviewed    and review the diff.
    #
    # The ids in an address are of alice's practice. A POST carries the right csrf token and an otherwise empty form,
    # so 422 and 400 mean that the form was reached. "in": sent to sign in. 303: done, and shown the next page.
    # Roles are alice's staff; "patient" is the patient of the rows; charlie is a practitioner of another practice, for
    # whom an address with ids of alice's is 404 like one that never existed (403 where the role does not fit either).
    # Which roles hold a permission is one table: Sources/Routing/Permission.swift.

    """

  /// `GET /patients/{patient}  patients.read` → codes in the order of `Person.columns`.
  var lines: [(key: String, codes: [String])] = []

  static func key(_ route: Route) -> String {
    "\(route.method.rawValue) \(route.pattern) \(route.permission?.rawValue ?? route.access)"
  }

  /// The file, without comments.
  static func recorded() throws -> Matrix {
    var matrix = Matrix()
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 3, words[0] != "method" else { continue }
      matrix.lines.append((words[..<3].joined(separator: " "), Array(words[3...])))
    }
    return matrix
  }

  func record() throws {
    let rows =
      [["method", "path", "permission"] + Person.columns.map(\.description)]
      + lines.map { $0.key.split(separator: " ").map(String.init) + $0.codes }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let text = rows.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        .trimmingCharacters(in: .whitespaces)
    }
    try (Matrix.explanation + text.joined(separator: "\n") + "\n").write(
      toFile: Matrix.path, atomically: true, encoding: .utf8)
  }

  /// Sentences, one for each cell or line that differs.
  func differences(from recorded: Matrix) -> [String] {
    let known = Dictionary(recorded.lines.map { ($0.key, $0.codes) }) { first, _ in first }
    let now = Set(lines.map(\.key))
    let gone = recorded.lines.filter { !now.contains($0.key) }.map { "\($0.key): has a line and is no address" }
    return gone
      + lines.flatMap { line -> [String] in
        guard let codes = known[line.key], codes.count == line.codes.count else {
          return ["\(line.key): has no line; it gives \(line.codes.joined(separator: " "))"]
        }
        return zip(Person.columns, zip(codes, line.codes)).filter { $1.0 != $1.1 }
          .map { "\(line.key): \($0): \($1.0) is recorded, now \($1.1)" }
      }
  }
}
