import Web

/// Text of a field with several lines, cleaned as it comes in: each line like ``Web/SingleLine``, no empty lines at the
/// ends. Browsers send CRLF.
enum MultiLine {
  static func clean(_ raw: String) -> String {
    let breaks = raw.utf8.filter { $0 != 0x0d }.split(separator: 0x0a, omittingEmptySubsequences: false)
    var lines = breaks.map { SingleLine.clean(String(decoding: $0, as: UTF8.self)) }[...]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The lines of a text that were not left empty.
  static func paragraphs(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
  }
}
