public import Core

/// What the session behind a cookie says, apart from the scope it opens.
public struct SessionInfo: Sendable {
  public let id: EntityID
  public let userName: String
  public let language: Language
  /// `system`, `light` or `dark`.
  public let theme: String
  public let createdAt: Instant
}
