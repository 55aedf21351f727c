import Foundation
import Templates
import TestSupport

/// Which messages Swift and scripts ask for, read from the sources.
enum Messages {
  static let folder = TestServer.repository + "/templates"

  /// - Returns: keys that must exist, and keys that count as used.
  static func used(_ catalogs: Catalogs) -> Set<String> {
    let known = catalogs.keys
    var used = askedFor
    for literal in Checkout.sources.flatMap(\.literals) {
      if known.contains(literal.text) { used.insert(literal.text) }
      used.formUnion(matches(literal.text, known))
    }
    let scripts = Checkout.files.filter { $0.path.hasPrefix("static/js/") }.map(\.text).joined(separator: "\n")
    used.formUnion(known.filter { scripts.contains($0) })
    return used
  }

  /// What stands as a literal in `text("…")` and `refuse("field", "…")`: it must be in the catalogs.
  private static var askedFor: Set<String> {
    var keys: Set<String> = []
    for file in Checkout.sources where file.target != "Templates" {
      for match in file.text.matches(of: /\btext\.text\(\s*"([A-Za-z0-9_.\-]+)"/) { keys.insert(String(match.1)) }
      for match in file.text.matches(of: /\brefuse\(\s*"[^"]*",\s*"([A-Za-z0-9_.\-]+)"/) {
        keys.insert(String(match.1))
      }
    }
    return keys
  }

  /// `"error.\(kind.rawValue).title"` uses every key of this form. At least one dot stands before the value.
  private static func matches(_ literal: String, _ known: Set<String>) -> [String] {
    guard let hole = literal.range(of: "\\("), let end = literal.lastIndex(of: ")"), end >= hole.upperBound else {
      return []
    }
    let start = literal[..<hole.lowerBound]
    let rest = literal[literal.index(after: end)...]
    func isKey(_ part: Substring) -> Bool { part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" } }
    guard start.contains("."), isKey(start), isKey(rest) else { return [] }
    return known.filter { $0.hasPrefix(start) && $0.hasSuffix(rest) }
  }
}
