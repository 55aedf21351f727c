/// What identifies a resource at its source, so that a second import of the same file finds it again.
public struct SourceID: Hashable, Sendable, CustomStringConvertible {
  public let resourceType: String
  /// The UUID of a `urn:uuid:` fullUrl in lower case, any other fullUrl whole (ids of two servers may be equal),
  /// else the resource's id. At most 255 bytes.
  public let id: String
  static let limit = 255

  public init(resourceType: String, id: String) {
    self.resourceType = resourceType
    self.id = id
  }
  public var description: String { resourceType + "/" + id }
}
