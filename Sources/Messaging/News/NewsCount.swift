/// How much is new for somebody.
public struct NewsCount: Sendable, Equatable {
  /// Up to one more than ``News/most``, which says that there is more.
  public let count: Int
  /// More came than was looked through for those who see only some patients.
  public let mayBeMore: Bool

  public init(count: Int, mayBeMore: Bool) {
    self.count = count
    self.mayBeMore = mayBeMore
  }
}
