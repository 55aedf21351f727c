/// Finds the entry a reference means, after FHIR R4 section 2.36.4 (resolving references in bundles).
struct ReferenceIndex: Sendable {
  private enum Place {
    case one(Int, SourceID)
    case several
  }
  private var byURL: [String: Place] = [:]
  private var byName: [String: Place] = [:]
  /// Whether an entry stands under a server's address.
  private var hasBase: [Bool] = []

  init(_ entries: [FHIRBundle.Entry]) {
    for entry in entries {
      hasBase.append(entry.base != nil)
      guard let type = entry.resourceType, let source = entry.source else { continue }
      if let url = entry.fullURL { Self.add(entry.index, source, as: url, to: &byURL) }
      if let id = entry.id { Self.add(entry.index, source, as: type + "/" + id, to: &byName) }
    }
  }

  /// The first of several entries that are the same resource; ambiguous when they are different ones.
  private static func add(_ index: Int, _ source: SourceID, as key: String, to places: inout [String: Place]) {
    switch places[key] {
    case nil: places[key] = .one(index, source)
    case .one(_, let known): if known != source { places[key] = .several }
    case .several: break
    }
  }

  enum Answer {
    case entry(Int)
    case nothing, several
  }

  /// `base` is that of the entry the reference stands in.
  func find(_ reference: String, base: String?) -> Answer {
    let key = Self.normalized(reference)
    if key.utf8.contains(UInt8(ascii: ":")) { return answer(byURL[key]) }
    if let base, let place = byURL[base + key] { return answer(place) }
    guard case .entry(let index) = answer(byName[key]) else { return answer(byName[key]) }
    // Patient/1 of one server is not Patient/1 of another.
    return base != nil && hasBase[index] ? .nothing : .entry(index)
  }

  private func answer(_ place: Place?) -> Answer {
    switch place {
    case .one(let index, _): .entry(index)
    case .several: .several
    case nil: .nothing
    }
  }

  /// Without `/_history/…`; a UUID in lower case.
  static func normalized(_ url: String) -> String {
    let bytes = Array(url.utf8)
    let urn = Array("urn:uuid:".utf8)
    if bytes.count > urn.count, zip(bytes, urn).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) { return url.lowercased() }
    let mark = Array("/_history/".utf8)
    guard bytes.count > mark.count else { return url }
    for start in 0...(bytes.count - mark.count) where bytes[start] == mark[0] {
      if bytes[start...].starts(with: mark) { return String(decoding: bytes[..<start], as: UTF8.self) }
    }
    return url
  }
}
