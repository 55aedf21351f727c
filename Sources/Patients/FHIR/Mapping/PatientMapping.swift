import Core

/// FHIR R4 `Patient` (section 8.1).
enum PatientMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedPatient {
    let node = context.resource
    for link in try node.list("link") where try link.string("type") == "replaced-by" {
      throw .leftOut(.replacedPatient)
    }
    guard let name = try HumanName.best(of: node) else { throw node.refusal(of: "name", .missing) }
    return ImportedPatient(
      source: context.source, name: name.name, gender: try node.code("gender", as: AdministrativeGender.self),
      birthDate: try node.date("birthDate"), deceased: try deceased(node), contacts: try contacts(node),
      address: try address(node), language: try language(node), identifiers: try identifiers(node))
  }

  private static func deceased(_ node: JSONNode) throws(MappingStop) -> Deceased? {
    if let time = try node.time("deceasedDateTime") { return .on(time) }
    return try node.bool("deceasedBoolean").map { $0 ? .yes : .no }
  }

  private static func contacts(_ node: JSONNode) throws(MappingStop) -> [ImportedContact] {
    var ranked: [(rank: Int, order: Int, contact: ImportedContact)] = []
    for item in try node.list("telecom") {
      let use = try item.string("use")
      guard use != "old", let value = try item.string("value"), let name = try item.string("system"),
        let system = ImportedContact.System(rawValue: name)
      else { continue }
      let rank = try item.number("rank").flatMap { Decimal.parse($0) } ?? .max
      ranked.append((rank, ranked.count, ImportedContact(system: system, value: value, use: use)))
    }
    return ranked.sorted { ($0.rank, $0.order) < ($1.rank, $1.order) }.map(\.contact)
  }

  /// The home address, else the first current one.
  private static func address(_ node: JSONNode) throws(MappingStop) -> ImportedAddress? {
    var first: ImportedAddress?
    for item in try node.list("address") {
      let use = try item.string("use")
      guard use != "old", use != "billing", let address = try address(from: item) else { continue }
      if use == "home" { return address }
      first = first ?? address
    }
    return first
  }

  private static func address(from node: JSONNode) throws(MappingStop) -> ImportedAddress? {
    let address = ImportedAddress(
      lines: try node.strings("line"), city: try node.string("city"), district: try node.string("district"),
      state: try node.string("state"), postalCode: try node.string("postalCode"),
      country: try node.string("country"), text: try node.string("text"))
    let parts = [address.city, address.district, address.state, address.postalCode, address.country, address.text]
    return address.lines.isEmpty && parts.allSatisfy { $0 == nil } ? nil : address
  }

  private static func language(_ node: JSONNode) throws(MappingStop) -> Language? {
    var first: Language?
    for item in try node.list("communication") {
      guard let language = try item.concept("language")?.codings.lazy.compactMap(language).first else { continue }
      if try item.bool("preferred") == true { return language }
      first = first ?? language
    }
    return first
  }

  /// The primary subtag of BCP 47; `iw` is Hebrew's former code.
  private static func language(_ coding: CodedText.Coding) -> Language? {
    guard let tag = coding.code?.split(separator: "-").first?.lowercased() else { return nil }
    return Language(rawValue: tag == "iw" ? "he" : tag)
  }

  private static func identifiers(_ node: JSONNode) throws(MappingStop) -> [ImportedIdentifier] {
    var identifiers: [ImportedIdentifier] = []
    for item in try node.list("identifier") {
      guard try item.string("use") != "old", let value = try item.string("value") else { continue }
      let type = try item.concept("type")
      identifiers.append(
        ImportedIdentifier(
          system: try item.string("system"), value: value, typeCode: type?.codings.lazy.compactMap(\.code).first,
          type: type?.text))
    }
    return identifiers
  }
}
