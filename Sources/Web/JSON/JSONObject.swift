/// The members of a JSON object in the order they were written. Keys are unique, compared byte by byte.
public struct JSONObject: Hashable, Sendable {
  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONValue
  }
  public private(set) var members: [Member] = []
  /// Filled only for wide objects: FHIR objects are narrow, and there a scan is quicker than a set.
  private var seen: Set<[UInt8]> = []
  private static let narrow = 24

  public init() {}

  public subscript(key: String) -> JSONValue? {
    for member in members where member.key == key { return member.value }
    return nil
  }

  /// False, and nothing is added, when the key is there already.
  mutating func append(_ key: String, _ value: JSONValue) -> Bool {
    guard !contains(key) else { return false }
    members.append(Member(key: key, value: value))
    if members.count > Self.narrow { seen.insert(Array(key.utf8)) }
    return true
  }

  /// `String` equality is canonical equivalence (é = e + accent); JSON keys are compared as they are written.
  private mutating func contains(_ key: String) -> Bool {
    if members.count < Self.narrow {
      for member in members where member.key == key && member.key.utf8.elementsEqual(key.utf8) { return true }
      return false
    }
    if seen.isEmpty { seen = Set(members.map { Array($0.key.utf8) }) }
    return seen.contains(Array(key.utf8))
  }

  public static func == (a: JSONObject, b: JSONObject) -> Bool { a.members == b.members }
  public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}
