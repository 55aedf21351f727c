/// Something the compiler cannot refuse, checked as text. The name is what `Tests/RefusalTests/TextRules` and
/// docs/adding-a-page.md refer to.
struct Rule: Sendable, CustomStringConvertible {
  let name: String
  /// Sentences about one file of Sources; none when all is well.
  let violations: @Sendable (SwiftFile) -> [String]
  var description: String { name }

  /// A rule about imports: the sentence for each that is not allowed.
  static func imports(
    _ name: String, _ refuse: @escaping @Sendable (_ attributes: String, _ module: String, SwiftFile) -> String?
  ) -> Rule {
    Rule(name: name) { file in
      file.imports.compactMap { refuse($0.attributes, $0.module, file) }.map { "\(file.path): \($0)" }
    }
  }

  /// A rule about words of the code, outside comments and literals.
  /// - Parameter exceptions: the files where they may stand, each with the reason.
  static func words(
    _ name: String, _ words: [String], in targets: @escaping @Sendable (String) -> Bool = { _ in true },
    exceptions: [String: String] = [:], because reason: String
  ) -> Rule {
    Rule(name: name) { file in
      guard targets(file.target), exceptions[file.path] == nil else { return [] }
      return file.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
        words.filter { contains(line, $0) }.map { "\(file.path):\(number + 1): \($0): \(reason)" }
      }
    }
  }

  /// The word, not as a part of a longer one.
  private static func contains(_ line: Substring, _ word: String) -> Bool {
    func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
    var rest = line
    while let found = rest.range(of: word) {
      let before = rest[..<found.lowerBound].last.map(isPart) ?? false
      let after = rest[found.upperBound...].first.map(isPart) ?? false
      let opens = word.first.map(isPart) ?? false
      let closes = word.last.map(isPart) ?? false
      if !(opens && before), !(closes && after) { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }
}
