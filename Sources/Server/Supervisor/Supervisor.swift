import CPosix
import Glibc
public import Logging

/// Keeps a number of equal child processes running.
///
/// SIGHUP replaces them one by one, each old one only after its successor is ready. SIGTERM and SIGINT let all of them
/// finish what they do. A child that ends with status 0 was recycled and is replaced at once; any other end is a
/// failure and waits (`BackOff`). A lost signal is no harm: it is repeated every 100 ms until the child is gone.
public struct Supervisor {
  public struct Settings: Sendable {
    public let count: Int
    /// Milliseconds a child may take to finish before it is killed.
    public let drainMilliseconds: Int64
    /// Milliseconds a child may take until it is ready.
    public let startMilliseconds: Int64

    public init(count: Int, drainMilliseconds: Int64 = 20_000, startMilliseconds: Int64 = 30_000) {
      self.count = count
      self.drainMilliseconds = drainMilliseconds
      self.startMilliseconds = startMilliseconds
    }
  }

  private enum Phase { case running, draining }

  private static let signalEvery: Int64 = 100

  private let command: ChildCommand
  private let settings: Settings
  private let logger: Logger
  private var children: [pid_t: Child] = [:]
  private var phase = Phase.running
  private var backOff = BackOff()
  private var nextStart: Int64 = 0
  /// Children of before the reload that still have no successor, and the successor being waited for.
  private var outdated: [pid_t] = []
  private var successor: pid_t?

  public init(command: ChildCommand, settings: Settings, logger: Logger) {
    self.command = command
    self.settings = settings
    self.logger = logger
  }

  /// Runs until SIGTERM or SIGINT, and returns when every child is gone.
  /// - Throws: `OperatorError` when the program cannot be started at all.
  public mutating func run() throws(OperatorError) {
    praxis_hold_supervision()
    while true {
      reap()
      if phase == .draining && children.isEmpty { return }
      try fill()
      advanceReload()
      repeatSignals()
      var sender: pid_t = 0
      switch praxis_wait_supervision(Int32(wait), &sender) {
      case SIGTERM, SIGINT: drain()
      case SIGHUP: reload()
      case PRAXIS_CHILD_READY: ready(sender)
      default: break
      }
    }
  }

  /// Milliseconds until something is due besides a signal.
  private var wait: Int64 {
    let now = Monotonic.milliseconds
    if children.values.contains(where: \.isRetiring) { return Self.signalEvery }
    if missing > 0 && phase == .running { return max(1, nextStart - now) }
    return 1000
  }

  private var serving: Int { children.values.count { !$0.isRetiring } }
  private var missing: Int { settings.count + (successor == nil ? 0 : 1) - serving }

  private mutating func fill() throws(OperatorError) {
    guard phase == .running else { return }
    while missing > 0, Monotonic.milliseconds >= nextStart {
      // After a failure one child at a time shows whether the others can start.
      if backOff.failures > 0, children.values.contains(where: isStarting) { return }
      _ = try startChild()
    }
  }

  private func isStarting(_ child: Child) -> Bool {
    switch child.state {
    case .starting: true
    case .ready, .retiring: false
    }
  }

  private mutating func startChild() throws(OperatorError) -> pid_t {
    let pid = try command.start()
    children[pid] = Child(pid: pid, state: .starting(since: Monotonic.milliseconds))
    return pid
  }

  private mutating func ready(_ pid: pid_t) {
    guard let child = children[pid], isStarting(child) else { return }
    children[pid]?.state = .ready
    children[pid]?.wasReady = true
    backOff.succeeded()
    logger.debug("child.ready", metadata: ["child": "\(pid)"])
  }

  private mutating func reap() {
    var status: Int32 = 0
    while true {
      let pid = waitpid(-1, &status, WNOHANG)
      guard pid > 0 else { return }
      guard let child = children.removeValue(forKey: pid) else { continue }
      outdated.removeAll { $0 == pid }
      ended(child, ExitStatus(waitStatus: status))
    }
  }

  private mutating func ended(_ child: Child, _ status: ExitStatus) {
    if child.isRetiring || phase == .draining { return }
    if child.pid == successor {
      successor = nil
      outdated = []
      logger.error("reload.failed", metadata: ["child": "\(child.pid)", "reason": "the new child ended"])
    }
    switch status {
    case .exited(0) where child.wasReady:
      logger.debug("child.recycled", metadata: ["child": "\(child.pid)"])
    case .exited(let code):
      logger.error("child.failed", metadata: ["child": "\(child.pid)", "code": "\(code)"])
      nextStart = Monotonic.milliseconds + backOff.delay(afterReady: child.wasReady)
    case .killed(let signal):
      logger.error("child.killed", metadata: ["child": "\(child.pid)", "signal": "\(signal)"])
      nextStart = Monotonic.milliseconds + backOff.delay(afterReady: child.wasReady)
    }
  }

  private mutating func reload() {
    guard phase == .running else { return }
    logger.notice("reload.started", metadata: ["workers": "\(serving)"])
    outdated = children.values.filter { !$0.isRetiring }.map(\.pid)
    successor = nil
    backOff.succeeded()
    nextStart = 0
  }

  /// One step of a rolling restart: start a successor, and when it is ready retire one child of before.
  private mutating func advanceReload() {
    guard phase == .running else { return }
    if let pid = successor {
      guard let child = children[pid], !isStarting(child) else { return }
      successor = nil
      if let old = outdated.popLast() { retire(old) }
      if outdated.isEmpty { logger.notice("reload.finished", metadata: ["workers": "\(serving)"]) }
    }
    // The old one has to be gone first, or a box would hold twice the children.
    guard !outdated.isEmpty, !children.values.contains(where: \.isRetiring) else { return }
    do {
      successor = try startChild()
    } catch {
      outdated = []
      logger.error("reload.failed", metadata: ["reason": "the new child could not be started"])
    }
  }

  private mutating func drain() {
    guard phase == .running else { return }
    phase = .draining
    outdated = []
    successor = nil
    logger.notice("drain.started", metadata: ["workers": "\(children.count)"])
    for pid in children.keys { retire(pid) }
  }

  private mutating func retire(_ pid: pid_t) {
    children[pid]?.state = .retiring(since: Monotonic.milliseconds)
    kill(pid, SIGTERM)
  }

  private mutating func repeatSignals() {
    let now = Monotonic.milliseconds
    for child in children.values {
      switch child.state {
      case .ready: break
      case .starting(let since):
        if now - since > settings.startMilliseconds { kill(child.pid, SIGKILL) }
      case .retiring(let since):
        kill(child.pid, now - since > settings.drainMilliseconds ? SIGKILL : SIGTERM)
      }
    }
  }
}
