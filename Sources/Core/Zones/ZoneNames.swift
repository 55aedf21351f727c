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

  /// Those whose cities have names in all our languages: what most people look for.
  public static let common: [String] = ZoneCities.translated.keys.sorted()

  /// The parts of the world that names begin with.
  public static let regions = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
  ]
  private static func isPlace(_ name: String) -> Bool { regions.contains { isIn($0, name) } }

  /// Whether a zone's name begins with this part of the world.
  public static func isIn(_ region: String, _ name: String) -> Bool {
    name.utf8.count > region.utf8.count + 1 && name.utf8.starts(with: region.utf8)
      && Array(name.utf8)[region.utf8.count] == UInt8(ascii: "/")
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
