/// A FHIR `Period`; either end may be unknown.
public struct ImportedPeriod: Hashable, Sendable, CustomStringConvertible {
  public let start: FHIRTime?
  public let end: FHIRTime?

  /// "2019-03-01 – 2019-03-04", one date alone for a single day.
  public var description: String {
    switch (start?.description, end?.description) {
    case (let start?, let end?): start == end ? start : start + " – " + end
    case (let start?, nil): "from " + start
    case (nil, let end?): "until " + end
    case (nil, nil): ""
    }
  }
}

extension ImportedPeriod {
  /// Nil when neither end is given.
  static func read(_ node: JSONNode) throws(MappingStop) -> ImportedPeriod? {
    let start = try node.time("start")
    let end = try node.time("end")
    if start == nil, end == nil { return nil }
    if let start, let end, end.latest < start.earliest { throw node.refusal(.endsBeforeStart) }
    return ImportedPeriod(start: start, end: end)
  }
}

extension JSONNode {
  func time(_ name: String) throws(MappingStop) -> FHIRTime? {
    guard let node = try member(name) else { return nil }
    return try FHIRTime.read(node)
  }
  func date(_ name: String) throws(MappingStop) -> PartialDate? {
    guard let node = try member(name) else { return nil }
    return try PartialDate.read(node)
  }
  func period(_ name: String) throws(MappingStop) -> ImportedPeriod? {
    guard let node = try member(name) else { return nil }
    return try ImportedPeriod.read(node)
  }
}
