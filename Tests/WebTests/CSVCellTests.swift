import Core
import Testing
import Web

@Suite struct CSVCellTests {
  /// RFC 4180 by bytes, written apart from the encoder. Nil when the file is not well formed.
  static func parse(_ file: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var bytes = Array(file.utf8)[...]
    while let first = bytes.first {
      var cell: [UInt8] = []
      if first == 0x22 {
        bytes.removeFirst()
        while true {
          guard let byte = bytes.popFirst() else { return nil }
          if byte != 0x22 { cell.append(byte) } else if bytes.first == 0x22 { cell.append(bytes.removeFirst()) } else { break }
        }
      } else {
        while let byte = bytes.first, byte != 0x2C, byte != 0x0D { cell.append(byte); bytes.removeFirst() }
        if cell.contains(0x22) { return nil }
      }
      row.append(String(decoding: cell, as: UTF8.self))
      switch bytes.popFirst() {
      case 0x2C: continue
      case 0x0D:
        guard bytes.popFirst() == 0x0A else { return nil }
        rows.append(row)
        row = []
      default: return nil
      }
    }
    return row.isEmpty ? rows : nil
  }

  @Test func everyTextComesBackAsItsOwnCellAndNoneIsAFormula() {
    let starts: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]
    let failure = HostileText.firstFailure(seed: 1) { text in
      let file = CSVCell.row([CSVCell("left"), CSVCell(text), CSVCell(7)]) + CSVCell.row([CSVCell("next")])
      guard let rows = Self.parse(file), rows.count == 2, rows[0].count == 3, rows[0][0] == "left", rows[0][2] == "7"
      else { return false }
      let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }))
      let cell = rows[0][1]
      if let first = cell.unicodeScalars.first, starts.contains(first) { return false }
      return sameBytes(cell, kept) || sameBytes(cell, "'" + kept)
    }
    #expect(failure == nil)
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\u{FF1D}1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}1", "  =1",
    "\u{FEFF}=1", "\0=1", "\u{A0}=1", "=\u{338}1", "\r\n=1",
  ])
  func formulasGetAnApostrophe(text: String) {
    #expect(CSVCell(text).encoded.utf8.starts(with: "\"'".utf8))
  }

  @Test func ordinaryTextStaysAndQuotesAreDoubled() {
    #expect(CSVCell("Ann O'Neil").encoded == "\"Ann O'Neil\"")
    #expect(CSVCell("say \"hi\"").encoded == "\"say \"\"hi\"\"\"")
    #expect(sameBytes(CSVCell("x\"\u{301}").encoded, "\"x\"\"\u{301}\""))
    #expect(CSVCell("a;b,c").encoded == "\"a;b,c\"")
    #expect(CSVCell(-3).encoded == "-3")
    #expect(CSVCell(Money(minor: -2000, .eur)).encoded == "-20.00")
    #expect(CSVCell.empty.encoded == "\"\"")
  }
}
