internal import Glibc

/// The time zones a form offers: every place of the system's zone database, without its historical short names.
public enum ZoneNames {
  /// In alphabetical order; read once a process.
  public static let all: [String] = {
    let compact = lines(of: "/usr/share/zoneinfo/tzdata.zi").compactMap { line -> String? in
      let words = line.split(separator: " ")
      // `Z name rules…` is a zone, `L target name` another name of one.
      guard let kind = words.first, words.count > 2 else { return nil }
      return kind == "Z" ? String(words[1]) : kind == "L" ? String(words[2]) : nil
    }
    let names = compact.isEmpty ? tableNames() : compact
    return names.filter { isPlace($0) && isInstalled($0) }.sorted()
  }()

  /// Some systems leave the compact file out but have the table.
  private static func tableNames() -> [String] {
    lines(of: "/usr/share/zoneinfo/zone1970.tab").filter { !$0.hasPrefix("#") }.compactMap { line in
      let columns = line.split(separator: "\t")
      return columns.count > 2 ? String(columns[2]) : nil
    }
  }

  private static let regions: Set<Substring> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
  ]
  private static func isPlace(_ name: String) -> Bool {
    name.split(separator: "/").first.map { regions.contains($0) && name.utf8.contains(UInt8(ascii: "/")) } ?? false
  }

  /// The list names more than there is where old names (Europe/Kiev) are a package of their own, as in Debian 13.
  private static func isInstalled(_ name: String) -> Bool { unsafe access("/usr/share/zoneinfo/" + name, R_OK) == 0 }

  private static func lines(of path: String) -> [Substring] {
    guard let file = unsafe fopen(path, "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = unsafe fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
