import Core
import Templates

/// A part as it waits for the others: a line for each resource with its key, and a line for each row of the page.
struct ExportDraft {
  let section: ExportSection.Kind
  let resources: [FHIRResource]
  let lines: [ExportLine]

  private static let resourceMark = UInt8(ascii: "R")
  private static let rowMark = UInt8(ascii: "L")

  var bytes: [UInt8] {
    var bytes = Array(section.rawValue.utf8) + [0x0a]
    for resource in resources {
      bytes += [Self.resourceMark] + Array((resource.key + " " + resource.entry).utf8) + [0x0a]
    }
    for line in lines { bytes += [Self.rowMark] + ExportDraft.markup(line) + [0x0a] }
    return bytes
  }

  /// A row of a table; all of it escaped, in one line.
  private static func markup(_ line: ExportLine) -> [UInt8] {
    var bytes: [UInt8] = Array("<tr><td>".utf8)
    HTMLEscape.append(oneLine(line.when), to: &bytes)
    bytes += Array("</td><th scope=\"row\" dir=\"auto\">".utf8)
    HTMLEscape.append(oneLine(line.title), to: &bytes)
    bytes += Array("</th><td>".utf8)
    for detail in line.details {
      bytes += Array("<p dir=\"auto\">".utf8)
      HTMLEscape.append(oneLine(detail), to: &bytes)
      bytes += Array("</p>".utf8)
    }
    return bytes + Array("</td></tr>".utf8)
  }

  /// A line end would end the row of the draft.
  private static func oneLine(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
  }

  /// What ``bytes`` wrote.
  struct Read {
    let section: ExportSection.Kind
    private let lines: [ArraySlice<UInt8>]

    init?(_ bytes: [UInt8]) {
      let lines = bytes.split(separator: 0x0a)
      guard let first = lines.first, let kind = ExportSection.Kind(rawValue: String(decoding: first, as: UTF8.self))
      else { return nil }
      section = kind
      self.lines = Array(lines.dropFirst())
    }

    /// Keys and entries.
    var resources: [(key: [UInt8], entry: ArraySlice<UInt8>)] {
      lines.filter { $0.first == ExportDraft.resourceMark }.compactMap { line in
        guard let space = line.firstIndex(of: 0x20) else { return nil }
        return (Array(line[(line.startIndex + 1)..<space]), line[(space + 1)...])
      }
    }
    var rows: [ArraySlice<UInt8>] { lines.filter { $0.first == ExportDraft.rowMark }.map { $0.dropFirst() } }
  }
}
