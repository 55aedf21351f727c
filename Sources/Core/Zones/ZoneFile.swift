/// Reads TZif, version 2 or later (RFC 9636): the block with 64-bit times, and the rule behind it.
struct ZoneFile {
  private let bytes: [UInt8]
  private static let headerLength = 44

  private struct Header {
    let version: UInt8
    let isUTCCount, isStandardCount, leapCount, timeCount, typeCount, characterCount: Int
    /// Bytes of the data block when a time takes `size` bytes.
    func dataLength(size: Int) -> Int {
      timeCount * (size + 1) + typeCount * 6 + characterCount + leapCount * (size + 4) + isStandardCount + isUTCCount
    }
  }

  static func parse(_ bytes: [UInt8]) throws(ZoneError) -> ZoneRules {
    try ZoneFile(bytes: bytes).rules()
  }

  private func rules() throws(ZoneError) -> ZoneRules {
    let first = try header(at: 0)
    let second = Self.headerLength + first.dataLength(size: 4)
    let header = try header(at: second)
    // Zones counting leap seconds (`right/…`) do not map to Unix time.
    guard first.version >= UInt8(ascii: "2"), header.leapCount == 0, header.typeCount > 0 else { throw .malformed }
    let data = second + Self.headerLength
    guard bytes.count >= data + header.dataLength(size: 8) else { throw .malformed }
    let types = try types(header, at: data + header.timeCount * 9)
    return ZoneRules(
      initial: types[0], changes: try changes(header, at: data, types),
      footer: try footer(at: data + header.dataLength(size: 8)))
  }

  private func header(at start: Int) throws(ZoneError) -> Header {
    guard bytes.count >= start + Self.headerLength, bytes[start..<start + 4].elementsEqual("TZif".utf8)
    else { throw .malformed }
    var counts: [Int] = []
    for field in 0..<6 { counts.append(Int(unsigned(start + 20 + field * 4, 4))) }
    return Header(
      version: bytes[start + 4], isUTCCount: counts[0], isStandardCount: counts[1], leapCount: counts[2],
      timeCount: counts[3], typeCount: counts[4], characterCount: counts[5])
  }

  private func types(_ header: Header, at start: Int) throws(ZoneError) -> [ZoneType] {
    let names = start + header.typeCount * 6
    var types: [ZoneType] = []
    for index in 0..<header.typeCount {
      let record = start + index * 6
      let nameStart = Int(bytes[record + 5])
      guard nameStart < header.characterCount else { throw .malformed }
      let name = bytes[(names + nameStart)..<(names + header.characterCount)].prefix { $0 != 0 }
      types.append(
        ZoneType(
          offset: Int(Int32(truncatingIfNeeded: unsigned(record, 4))), isDaylightSaving: bytes[record + 4] != 0,
          abbreviation: String(decoding: name, as: UTF8.self)))
    }
    guard types.allSatisfy({ abs($0.offset) <= Int(ZoneRules.maximumOffset) }) else { throw .malformed }
    return types
  }

  private func changes(_ header: Header, at start: Int, _ types: [ZoneType]) throws(ZoneError) -> [ZoneRules.Change] {
    var changes: [ZoneRules.Change] = []
    for index in 0..<header.timeCount {
      let time = Int64(bitPattern: unsigned(start + index * 8, 8))
      let type = Int(bytes[start + header.timeCount * 8 + index])
      guard type < types.count, time > changes.last?.time ?? Int64.min else { throw .malformed }
      changes.append(ZoneRules.Change(time: time, type: types[type]))
    }
    return changes
  }

  /// The text between two line feeds; empty when the last type holds for ever.
  private func footer(at start: Int) throws(ZoneError) -> PosixRule? {
    let newline = UInt8(ascii: "\n")
    guard start + 1 < bytes.count, bytes[start] == newline, let end = bytes[(start + 1)...].firstIndex(of: newline)
    else { throw .malformed }
    if end == start + 1 { return nil }
    guard let rule = PosixRuleParser.parse(bytes[(start + 1)..<end]) else { throw .malformed }
    return rule
  }

  /// Big-endian.
  private func unsigned(_ start: Int, _ size: Int) -> UInt64 {
    bytes[start..<start + size].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
