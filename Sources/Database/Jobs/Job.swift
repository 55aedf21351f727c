public import Core

/// Work to enqueue with a transaction. The payload holds ids and codes only, never a person's data.
public struct NewJob: Sendable {
  public let kind: StaticString
  public let payload: String
  public let runAt: Instant
  /// At most one job of this kind and key ever exists in a practice; nil for no such limit.
  public let uniqueKey: String?
  public init(_ kind: StaticString, payload: String, runAt: Instant, uniqueKey: String?) {
    self.kind = kind
    self.payload = payload
    self.runAt = runAt
    self.uniqueKey = uniqueKey
  }
}

/// A job a worker has claimed; the lease is committed before it runs.
public struct ClaimedJob: Sendable {
  let practice: PracticeID
  let id: EntityID
  /// The person whose request it goes back to; nil for what the product began by itself.
  var askedBy: EntityID?
  public let kind: String
  public let payload: String
  /// 1 for the first try.
  public let attempt: Int
}

/// How a job ended.
public enum JobOutcome: Sendable, Equatable {
  case done
  /// Try again later; after the last try it is dead and shows in the operator's list.
  case retry(reason: String)
  /// Trying again cannot help.
  case dead(reason: String)
}
