import Web

/// One resource on its way to a value, with the bundle its references lead into.
struct MappingContext: Sendable {
  let bundle: FHIRBundle
  let entry: FHIRBundle.Entry
  let resource: JSONNode
  let source: SourceID
  /// By id. Looked up, not searched: a file may hold very many of both.
  private let contained: [String: Target]

  init(bundle: FHIRBundle, entry: FHIRBundle.Entry, resource: JSONNode, source: SourceID) {
    self.bundle = bundle
    self.entry = entry
    self.resource = resource
    self.source = source
    contained = Self.contained(in: resource)
  }

  /// What a reference leads to.
  struct Target: Sendable {
    let type: String
    let node: JSONNode
    /// Nil for a contained resource.
    let entry: FHIRBundle.Entry?
  }

  /// The patient a required `subject` or `patient` names.
  func patient(_ name: String) throws(MappingStop) -> SourceID {
    guard let node = try resource.member(name) else { throw resource.refusal(of: name, .missing) }
    guard let target = try resolve(node) else { throw node.refusal(of: "reference", .missing) }
    guard target.type == "Patient" else { throw .leftOut(.notAboutAPatient(target.type)) }
    guard let source = target.entry?.source else {
      throw target.entry == nil
        ? node.refusal(of: "reference", .wrongReference(expected: "an entry", found: "a contained resource"))
        : .leftOut(.patientNotImported)
    }
    return source
  }

  /// The encounter it belongs to; nil when there is none or it is not in the file, which is no fault.
  func encounter() throws(MappingStop) -> SourceID? {
    guard let target = try lookUp("encounter"), target.type == "Encounter" else { return nil }
    return target.entry?.source
  }

  /// What an optional reference of the resource leads to, if it leads anywhere.
  func lookUp(_ name: String) throws(MappingStop) -> Target? {
    guard let node = try resource.member(name) else { return nil }
    return try lookUp(node)
  }
  func lookUp(_ reference: JSONNode) throws(MappingStop) -> Target? {
    guard let text = try reference.string("reference"), !text.utf8.contains(UInt8(ascii: "?")) else { return nil }
    if text.hasPrefix("#") { return contained[String(text.dropFirst())] }
    guard case .entry(let index) = bundle.references.find(text, base: entry.base) else { return nil }
    return target(index)
  }

  /// What a required reference leads to; nil when it has no `reference` at all.
  func resolve(_ reference: JSONNode) throws(MappingStop) -> Target? {
    guard let text = try reference.string("reference") else { return nil }
    if text.utf8.contains(UInt8(ascii: "?")) { throw reference.refusal(of: "reference", .conditionalReference(text)) }
    if text.hasPrefix("#") {
      if let target = contained[String(text.dropFirst())] { return target }
      throw reference.refusal(of: "reference", .unresolvedReference(text))
    }
    switch bundle.references.find(text, base: entry.base) {
    case .entry(let index):
      if let target = target(index) { return target }
      throw reference.refusal(of: "reference", .unresolvedReference(text))
    case .nothing: throw reference.refusal(of: "reference", .unresolvedReference(text))
    case .several: throw reference.refusal(of: "reference", .ambiguousReference(text))
    }
  }

  private func target(_ index: Int) -> Target? {
    let entry = bundle.entries[index]
    guard let type = entry.resourceType, let node = entry.resource else { return nil }
    return Target(type: type, node: node, entry: entry)
  }

  /// Contained resources without id or type cannot be referred to; they are passed over.
  private static func contained(in resource: JSONNode) -> [String: Target] {
    guard let list = resource.peek("contained"), case .array(let items) = list.value else { return [:] }
    var targets: [String: Target] = [:]
    for (index, item) in items.enumerated() {
      let node = JSONNode(value: item, path: .item(list.path, index))
      guard case .string(let id)? = node.peek("id")?.value, case .string(let type)? = node.peek("resourceType")?.value
      else { continue }
      if targets[id] == nil { targets[id] = Target(type: type, node: node, entry: nil) }
    }
    return targets
  }

  /// The texts of `note`.
  func notes() throws(MappingStop) -> [String] {
    var notes: [String] = []
    for note in try resource.list("note") {
      if let text = try note.string("text") { notes.append(text) }
    }
    return notes
  }

  /// `reasonCode`, and the codes of the Conditions and Observations behind `reasonReference`.
  func reasons() throws(MappingStop) -> [CodedText] {
    var reasons = try resource.concepts("reasonCode")
    for reference in try resource.list("reasonReference") {
      if let code = try lookUp(reference)?.node.concept("code") {
        reasons.append(code)
      } else if let display = try reference.string("display") {
        reasons.append(CodedText(text: display, codings: []))
      }
    }
    return reasons
  }

  /// The name of the person a reference means, as it says itself or as the resource behind it does.
  func personName(_ reference: JSONNode) throws(MappingStop) -> String? {
    if let display = try reference.string("display") { return display }
    guard let target = try lookUp(reference) else { return nil }
    switch target.type {
    case "Practitioner": return try HumanName.best(of: target.node)?.title
    case "PractitionerRole":
      guard let inner = try target.node.member("practitioner") else { return nil }
      if let display = try inner.string("display") { return display }
      guard let person = try lookUp(inner), person.type == "Practitioner" else { return nil }
      return try HumanName.best(of: person.node)?.title
    default: return nil
    }
  }
}
