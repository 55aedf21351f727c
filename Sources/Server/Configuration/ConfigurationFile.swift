/// The settings of one file, strict: every key is known, occurs once, and every error names file and line.
struct ConfigurationFile {
  let path: String
  /// The folder relative paths start from.
  let folder: String
  private let settings: [String: (value: String, line: Int)]

  /// - Throws: `OperatorError` for a line that is no setting, an unknown key, a key given twice.
  init(text: String, path: String, known: Set<String>) throws(OperatorError) {
    var settings: [String: (value: String, line: Int)] = [:]
    var number = 0
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      switch ConfigurationLine(String(decoding: line, as: UTF8.self)) {
      case .empty: continue
      case .malformed: throw OperatorError("\(path), line \(number): this is not `key = value`.")
      case .setting(let key, let value):
        guard known.contains(key) else { throw OperatorError("\(path), line \(number): there is no setting \(key).") }
        if let earlier = settings[key] {
          throw OperatorError("\(path), line \(number): \(key) was set in line \(earlier.line) already.")
        }
        settings[key] = (value, number)
      }
    }
    self.path = path
    self.settings = settings
    folder = Self.folder(of: path)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The value as written; nil when the key is absent or its value empty.
  func text(_ key: String) -> String? {
    guard let value = settings[key]?.value, !value.isEmpty else { return nil }
    return value
  }

  func required(_ key: String) throws(OperatorError) -> String {
    guard let value = text(key) else { throw OperatorError("\(path): the setting \(key) is missing.") }
    return value
  }

  func refuse(_ key: String, _ reason: String) -> OperatorError {
    guard let line = settings[key]?.line else { return OperatorError("\(path): \(key) \(reason).") }
    return OperatorError("\(path), line \(line): \(key) \(reason).")
  }

  func number(_ key: String, default fallback: Int, in range: ClosedRange<Int>) throws(OperatorError) -> Int {
    guard let value = text(key) else { return fallback }
    guard let number = Int(value), value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), range.contains(number) else {
      throw refuse(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default fallback: Choice?
  ) throws(OperatorError) -> Choice where Choice.RawValue == String {
    guard let value = text(key) else {
      guard let fallback else { throw OperatorError("\(path): the setting \(key) is missing.") }
      return fallback
    }
    guard let choice = Choice(rawValue: value) else {
      throw refuse(key, "must be " + Choice.allCases.map(\.rawValue).joined(separator: " or "))
    }
    return choice
  }

  /// An absolute path; a relative one starts from the file's folder.
  func path(_ key: String) -> String? { text(key).map(absolute) }

  func absolute(_ path: String) -> String {
    path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path
  }
}
