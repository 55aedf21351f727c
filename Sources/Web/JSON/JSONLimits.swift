/// What one JSON text may cost. A text over a limit is refused, never cut.
public struct JSONLimits: Sendable {
  /// Length in bytes.
  public let bytes: Int
  /// Arrays and objects inside each other.
  public let depth: Int
  /// Values in all: "0,0,0…" takes twelve times its length in memory.
  public let values: Int

  /// 20 MB, 32 levels, two million values unless told otherwise.
  public init(bytes: Int = 20 * 1024 * 1024, depth: Int = 32, values: Int = 2_000_000) {
    self.bytes = bytes
    self.depth = depth
    self.values = values
  }
}
