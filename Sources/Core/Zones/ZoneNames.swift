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
    return names.filter(isPlace).sorted()
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

  /// None when the file is not there.
  private static func lines(of path: String) -> [Substring] {
    do throws(ZoneError) {
      return String(decoding: try ZoneTable.read(path, limit: 1_000_000), as: UTF8.self).split(separator: "\n")
    } catch { return [] }
  }
}
