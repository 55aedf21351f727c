import Web

/// A JSON value with the path it was reached by, read the way FHIR's JSON format says: an absent member, `null` and
/// a text of nothing but space mean the same; a lone value may stand where a list of one is allowed and vice versa.
struct JSONNode: Hashable, Sendable {
  let value: JSONValue
  let path: JSONPath

  func refusal(_ reason: RefusalReason) -> MappingStop { .refused(path, reason) }
  /// The refusal of a member, also of one that is not there.
  func refusal(of name: String, _ reason: RefusalReason) -> MappingStop { .refused(.member(path, name), reason) }
  private func wrong(_ expected: JSONKind) -> MappingStop {
    refusal(.wrongKind(expected: expected, found: value.kind))
  }

  /// The member as it stands: an object's, and not `null`; nil otherwise. Never throws.
  func peek(_ name: String) -> JSONNode? {
    guard case .object(let object) = value, let member = object[name], member != .null else { return nil }
    return JSONNode(value: member, path: .member(path, name))
  }

  /// The one value of a member, nil when there is none.
  func member(_ name: String) throws(MappingStop) -> JSONNode? {
    guard case .object = value else { throw wrong(.object) }
    guard let member = peek(name) else { return nil }
    guard case .array(let items) = member.value else { return member }
    let present = items.indices.filter { items[$0] != .null }
    guard let first = present.first else { return nil }
    guard present.count == 1 else { throw member.refusal(.severalValues(present.count)) }
    return JSONNode(value: items[first], path: .item(member.path, first))
  }

  /// All values of a member. `null` stands in a list of primitives where only an extension is given.
  func list(_ name: String) throws(MappingStop) -> [JSONNode] {
    guard case .object = value else { throw wrong(.object) }
    guard let member = peek(name) else { return [] }
    guard case .array(let items) = member.value else { return [member] }
    var nodes: [JSONNode] = []
    for (index, item) in items.enumerated() where item != .null {
      nodes.append(JSONNode(value: item, path: .item(member.path, index)))
    }
    return nodes
  }

  /// This value as text without the space around it; nil when nothing remains.
  /// FHIR (datatypes, string) forbids control characters other than tab, CR and LF.
  func text() throws(MappingStop) -> String? {
    guard case .string(let string) = value else { throw wrong(.string) }
    let bytes = Array(string.utf8)
    var start = 0
    var end = bytes.count
    for byte in bytes where byte < 0x20 || byte == 0x7f {
      guard byte == 0x09 || byte == 0x0a || byte == 0x0d else { throw refusal(.controlCharacter) }
    }
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
    if start == end { return nil }
    return start == 0 && end == bytes.count ? string : String(decoding: bytes[start..<end], as: UTF8.self)
  }

  func string(_ name: String) throws(MappingStop) -> String? { try member(name)?.text() }
  func requiredString(_ name: String) throws(MappingStop) -> String {
    guard let text = try string(name) else { throw refusal(of: name, .missing) }
    return text
  }

  /// The texts of a list of strings, empty ones dropped.
  func strings(_ name: String) throws(MappingStop) -> [String] {
    var texts: [String] = []
    for node in try list(name) {
      if let text = try node.text() { texts.append(text) }
    }
    return texts
  }

  func bool(_ name: String) throws(MappingStop) -> Bool? {
    guard let node = try member(name) else { return nil }
    guard case .bool(let value) = node.value else { throw node.wrong(.bool) }
    return value
  }

  /// A number as it was written, at most 40 characters: FHIR promises 18 digits, no measurement has more.
  func number(_ name: String) throws(MappingStop) -> String? {
    guard let node = try member(name) else { return nil }
    guard case .number(let text) = node.value else { throw node.wrong(.number) }
    guard text.utf8.count <= 40 else { throw node.refusal(.tooLong(limit: 40)) }
    return text
  }

  /// A code of a closed list.
  func code<Code: RawRepresentable & CaseIterable>(_ name: String, as type: Code.Type) throws(MappingStop) -> Code?
  where Code.RawValue == String {
    guard let node = try member(name), let text = try node.text() else { return nil }
    guard let code = Code(rawValue: text) else {
      throw node.refusal(.unknownCode(text, allowed: Code.allCases.map(\.rawValue)))
    }
    return code
  }

  /// A code of a closed list given as CodeableConcept: any of its codings, or its text in any case.
  func conceptCode<Code: RawRepresentable & CaseIterable>(
    _ name: String, as type: Code.Type
  ) throws(MappingStop) -> Code? where Code.RawValue == String {
    guard let node = try member(name), let concept = try CodedText.read(node) else { return nil }
    for coding in concept.codings {
      if let code = coding.code.flatMap(Code.init(rawValue:)) { return code }
    }
    if let code = Code(rawValue: concept.text.lowercased()) { return code }
    let found = concept.codings.first?.code ?? concept.text
    throw node.refusal(.unknownCode(found, allowed: Code.allCases.map(\.rawValue)))
  }
}
