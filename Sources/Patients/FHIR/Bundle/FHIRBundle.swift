import Web

/// A patient record as FHIR R4 hands it over: a Bundle of resources, read but not yet understood.
public struct FHIRBundle: Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case transaction, batch, collection, searchset, document
    /// A lone Patient resource without a Bundle around it.
    case patient
  }

  public struct Entry: Sendable {
    /// Its place in `Bundle.entry`.
    public let index: Int
    /// As written, but a `urn:uuid:` in lower case and without `/_history/…`.
    public let fullURL: String?
    /// Nil when the entry carries none.
    public let resourceType: String?
    public let id: String?
    let path: JSONPath
    let resource: JSONNode?
    let method: String?
    /// What is wrong with the entry itself.
    let fault: MappingStop?
  }

  public let kind: Kind
  public let entries: [Entry]
  let references: ReferenceIndex

  /// Reads a file of at most `limit` bytes.
  public static func parse(_ bytes: [UInt8], limit: Int) throws(FHIRImportError) -> FHIRBundle {
    let root = JSONNode(value: try json(bytes, limit: limit), path: .root)
    guard case .string(let type)? = root.peek("resourceType")?.value else { throw .notFHIR }
    try refuseOtherVersions(root, type: type)
    switch type {
    case "Bundle": return try bundle(root)
    case "Patient": return FHIRBundle(kind: .patient, entries: [.read(resource: root, index: 0)])
    default: throw .singleResource(type)
    }
  }

  private init(kind: Kind, entries: [Entry]) {
    self.kind = kind
    self.entries = entries
    references = ReferenceIndex(entries)
  }

  private static func json(_ bytes: [UInt8], limit: Int) throws(FHIRImportError) -> JSONValue {
    do {
      return try JSONReader.read(bytes, limits: JSONLimits(bytes: limit))
    } catch {
      // The first character, past space and a byte order mark.
      let byte = bytes.first { $0 > 0x20 && $0 < 0x80 }
      if error.fault == .valueExpected, byte == UInt8(ascii: "<") { throw .xml }
      if error.fault == .textAfterEnd, error.line > 1, byte == UInt8(ascii: "{") { throw .severalResources }
      throw .notJSON(error)
    }
  }

  private static func bundle(_ root: JSONNode) throws(FHIRImportError) -> FHIRBundle {
    let path = JSONPath.member(.root, "type").description
    guard let node = root.peek("type") else { throw .malformedBundle(path: path, .missing) }
    guard case .string(let name) = node.value else {
      throw .malformedBundle(path: path, .wrongKind(expected: .string, found: node.value.kind))
    }
    guard let kind = Kind(rawValue: name), kind != .patient else { throw .unsupportedBundleType(name) }
    guard let list = root.peek("entry") else { throw .emptyBundle }
    guard case .array(let items) = list.value else {
      throw .malformedBundle(path: "entry", .wrongKind(expected: .array, found: list.value.kind))
    }
    guard !items.isEmpty else { throw .emptyBundle }
    var entries: [Entry] = []
    for (index, item) in items.enumerated() {
      let entry = Entry.read(JSONNode(value: item, path: .item(list.path, index)), index: index)
      if let resource = entry.resource, let type = entry.resourceType {
        try refuseOtherVersions(resource, type: type)
      }
      entries.append(entry)
    }
    guard entries.contains(where: { $0.resourceType == "Patient" }) else { throw .noPatient }
    return FHIRBundle(kind: kind, entries: entries)
  }

  private static func refuseOtherVersions(_ resource: JSONNode, type: String) throws(FHIRImportError) {
    if let sign = FHIRVersionSigns.find(in: resource, type: type) {
      throw .wrongVersion(found: sign.version, path: sign.path.description)
    }
  }
}
