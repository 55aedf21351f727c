public import Core

/// What a worker does with the jobs of one kind.
public struct JobHandler: Sendable {
  public typealias Run = @Sendable (ClaimedJob, Instant, borrowing TenantConnection) throws -> JobOutcome

  public let kind: String
  /// It waits for servers of others, or reads a whole record: a process kept for messages leaves it to the others.
  public let takesLong: Bool
  /// Runs inside the practice that enqueued the job; the instant is the time it runs at. A job may run more than once,
  /// also after it succeeded, when its worker ends before that is written down. An error is a retry.
  public let run: Run

  public init(_ kind: StaticString, takesLong: Bool = false, _ run: @escaping Run) {
    self.kind = "\(kind)"
    self.takesLong = takesLong
    self.run = run
  }
}

extension ClaimedJob {
  /// Whether the job was claimed so often without anybody saying how it ended that it must be what ends its workers.
  public var endsItsWorkers: Bool { attempt > Jobs.maximumAttempts }
}
