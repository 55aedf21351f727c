internal import Core
internal import Crypto

/// One numbered file of schema/: forward only, never changed once it has landed.
struct Migration {
  let number: Int
  let name: String
  let text: String

  var checksum: [UInt8] { Digest.sha256(Array(text.utf8)) }

  /// Statements end with `;` at the end of a line; lines that start with `--` are comments.
  static func statements(of text: String) -> [String] {
    let code = text.split(separator: "\n").filter { !$0.hasPrefix("--") }
    var statements: [String] = []
    var current = ""
    for line in code {
      current += line + "\n"
      if line.hasSuffix(";") {
        statements.append(String(current.dropLast(2)))
        current = ""
      }
    }
    return statements
  }
}
