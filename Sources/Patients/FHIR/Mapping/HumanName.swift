import Core

/// A FHIR `HumanName`.
struct HumanName {
  let name: PersonName
  let prefix: String
  /// With its prefix: "Dr. Ada Example".
  var title: String { prefix.isEmpty ? name.full : prefix + " " + name.full }

  /// The name to use: official, usual, without use, temporary, nickname; among equals one that has not ended.
  /// Old, maiden and anonymous names are no names to address somebody by.
  static func best(of person: JSONNode) throws(MappingStop) -> HumanName? {
    var best: (rank: Int, name: HumanName)?
    for node in try person.list("name") {
      guard let use = rank(try node.string("use")), let name = try read(node) else { continue }
      let ended = try node.period("period")?.end != nil
      let rank = use * 2 + (ended ? 1 : 0)
      if rank < best?.rank ?? .max { best = (rank, name) }
    }
    return best?.name
  }

  private static func rank(_ use: String?) -> Int? {
    switch use {
    case "official": 0
    case "usual": 1
    case nil: 2
    case "temp": 3
    case "nickname": 4
    default: nil
    }
  }

  /// A name given only as one text becomes the family name: splitting it would be guessing.
  private static func read(_ node: JSONNode) throws(MappingStop) -> HumanName? {
    let given = try node.strings("given").joined(separator: " ")
    let family = try node.string("family") ?? ""
    let prefix = try node.strings("prefix").joined(separator: " ")
    if !given.isEmpty || !family.isEmpty {
      return HumanName(name: PersonName(given: given, family: family), prefix: prefix)
    }
    guard let text = try node.string("text") else { return nil }
    return HumanName(name: PersonName(given: "", family: text), prefix: "")
  }
}
