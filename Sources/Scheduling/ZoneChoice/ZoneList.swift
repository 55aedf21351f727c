import Core

/// The zones to choose from, by name: those of a part of the world, and those that fit what was typed.
enum ZoneList {
  /// More than these help nobody.
  static let mostFound = 40

  static func of(_ region: String) -> [String] { ZoneNames.all.filter { ZoneNames.isIn(region, $0) } }

  /// Zones of whose city or name every word typed begins a word, without regard to case and accents. Cities are known in
  /// the reader's language and in English; those that begin with what was typed come first.
  static func matching(_ typed: String, _ formats: Formats) -> [String] {
    let wanted = words(typed)
    guard let first = wanted.first else { return [] }
    let found = (ZoneNames.all + ["UTC"]).compactMap { name -> (name: String, isBehind: Bool)? in
      let city = words(formats.city(ofZone: name) ?? "")
      let all = city + words(name)
      guard wanted.allSatisfy({ word in all.contains { $0.starts(with: word) } }) else { return nil }
      return (name, !(city.first?.starts(with: first) ?? false))
    }
    return found.sorted { ($0.isBehind ? 1 : 0, $0.name) < ($1.isBehind ? 1 : 0, $1.name) }.map(\.name)
  }

  private static func words(_ text: String) -> [[Unicode.Scalar]] {
    let letters = NormalForm.decomposed(text.lowercased()).unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
      .map { $0.properties.isAlphabetic || $0.properties.numericType != nil ? $0 : " " }
    return letters.split(separator: " ").map(Array.init)
  }
}
