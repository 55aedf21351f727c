public import Core

/// One import of one file.
public struct ImportID: TypedID {
  public let id: EntityID
  public init(_ id: EntityID) { self.id = id }
}

/// Where an imported row came from.
struct ImportOrigin: Sendable {
  /// The blind index of its id at the source.
  let sourceIndex: [UInt8]
  let importID: ImportID
}
