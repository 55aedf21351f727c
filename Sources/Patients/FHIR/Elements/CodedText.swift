/// A FHIR `CodeableConcept`: something a person can read, and the codes behind it.
public struct CodedText: Hashable, Sendable, CustomStringConvertible {
  public struct Coding: Hashable, Sendable {
    /// The code system's URI, such as `http://snomed.info/sct`.
    public let system: String?
    public let code: String?
    public let display: String?
  }
  /// The writer's text, else the display of the coding the user chose, else of the first, else a bare code.
  public let text: String
  public let codings: [Coding]

  public var description: String { text }

  public func code(in system: String) -> String? { codings.first { $0.system == system }?.code }
}

extension CodedText {
  /// Nil when it has neither text nor a coding with a code or display.
  static func read(_ node: JSONNode) throws(MappingStop) -> CodedText? {
    var codings: [Coding] = []
    var chosen: Coding?
    for item in try node.list("coding") {
      guard let coding = try coding(item) else { continue }
      codings.append(coding)
      if chosen == nil, try item.bool("userSelected") == true { chosen = coding }
    }
    let text = try node.string("text") ?? chosen?.display ?? codings.lazy.compactMap(\.display).first
    guard let text = text ?? codings.lazy.compactMap(\.code).first else { return nil }
    return CodedText(text: text, codings: codings)
  }

  static func coding(_ node: JSONNode) throws(MappingStop) -> Coding? {
    let system = try node.string("system")
    let code = try node.string("code")
    let display = try node.string("display")
    return code == nil && display == nil ? nil : Coding(system: system, code: code, display: display)
  }
}

extension JSONNode {
  func concept(_ name: String) throws(MappingStop) -> CodedText? {
    guard let node = try member(name) else { return nil }
    return try CodedText.read(node)
  }
  func requiredConcept(_ name: String) throws(MappingStop) -> CodedText {
    guard let node = try member(name) else { throw refusal(of: name, .missing) }
    guard let concept = try CodedText.read(node) else { throw node.refusal(.noTextOrCode) }
    return concept
  }
  func concepts(_ name: String) throws(MappingStop) -> [CodedText] {
    var concepts: [CodedText] = []
    for node in try list(name) {
      if let concept = try CodedText.read(node) { concepts.append(concept) }
    }
    return concepts
  }
}
