public import Core
import Crypto

/// One resource of a bundle. Its id is that of the row it tells of, so the same row is the same resource in every copy.
public struct FHIRResource: Sendable {
  public let type: String
  public let id: EntityID
  private let members: FHIRValue

  /// - Parameter members: all but `resourceType` and `id`.
  public init(_ type: String, _ id: EntityID, _ members: KeyValuePairs<String, FHIRValue?>) {
    self.type = type
    self.id = id
    self.members = .object(
      [("resourceType", .text(type)), ("id", .text(id.description))]
        + members.map { (name: $0.key, value: $0.value) })
  }

  /// What tells it from others in a bundle.
  var key: String { FHIRResource.url(id) }
  /// An entry of a bundle, in one line.
  var entry: String { FHIRValue.of(["fullUrl": .text(key), "resource": members]).json ?? "{}" }

  static func url(_ id: EntityID) -> String { "urn:uuid:" + id.description }

  public static func reference(_ id: EntityID, display: String? = nil) -> FHIRValue {
    .of(["reference": .text(url(id)), "display": .text(display)])
  }

  /// The id of a resource that is made of part of a row, or of several: a UUID of version 8 (RFC 9562), always the same.
  public static func derived(_ kind: StaticString, from ids: EntityID...) -> EntityID {
    let hash = Digest.sha256(Array("\(kind)".utf8) + [0] + ids.flatMap(\.bytes))
    var bytes = Array(hash.prefix(16))
    bytes[6] = 0x80 | bytes[6] & 0x0f
    bytes[8] = 0x80 | bytes[8] & 0x3f
    return EntityID(bytes: bytes) ?? ids[0]
  }
}
