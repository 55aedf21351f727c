import Web

/// A table for spreadsheets: cells by ``Web/CSVCell``, which no program takes for a formula.
enum CSVFile {
  /// With the byte-order mark by which spreadsheets tell UTF-8 from older codes.
  static func start(_ head: [CSVCell]) -> [UInt8] {
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    add(head, to: &bytes)
    return bytes
  }
  static func add(_ cells: [CSVCell], to bytes: inout [UInt8]) { bytes.append(contentsOf: CSVCell.row(cells).utf8) }

  static func response(_ bytes: [UInt8], name: String) -> Response {
    Response(
      status: 200,
      headers: [
        ("Content-Type", "text/csv; charset=utf-8"), ("Cache-Control", "no-store"),
        ("Content-Disposition", ContentDisposition(.attachment, fileName: name).header.text),
      ], body: bytes)
  }
}
