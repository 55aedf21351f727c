import Glibc

/// One running child.
struct Child {
  enum State: Equatable {
    /// Not ready yet since this time (milliseconds).
    case starting(since: Int64)
    case ready
    /// Asked to end at this time (milliseconds).
    case retiring(since: Int64)
  }

  let pid: pid_t
  /// Which of the supervisor's groups it belongs to.
  let group: Int
  var state: State
  /// Whether it ever accepted work.
  var wasReady = false

  var isRetiring: Bool {
    switch state {
    case .retiring: true
    case .starting, .ready: false
    }
  }
}
