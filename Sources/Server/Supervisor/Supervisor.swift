import CPosix
import Glibc
public import Logging

/// Keeps a number of child processes running, in one or more groups of equals.
///
/// SIGHUP replaces them one by one, each old one only after its successor is ready. SIGTERM and SIGINT let all of them
/// finish what they do. A child that ends with status 0 was recycled and is replaced at once; any other end is a
/// failure and waits (`BackOff`). A lost signal is no harm: it is repeated every 100 ms until the child is gone.
public struct Supervisor {
  public struct Group: Sendable {
    public let command: ChildCommand
    public let count: Int

    public init(command: ChildCommand, count: Int) {
      self.command = command
      self.count = count
    }
  }

  public struct Settings: Sendable {
    /// Milliseconds a child may take to finish before it is killed.
    public let drainMilliseconds: Int64
    /// Milliseconds a child may take until it is ready.
    public let startMilliseconds: Int64

    public init(drainMilliseconds: Int64 = 20_000, startMilliseconds: Int64 = 30_000) {
      self.drainMilliseconds = drainMilliseconds
      self.startMilliseconds = startMilliseconds
    }
  }

  private enum Phase { case running, draining }

  private static let signalEvery: Int64 = 100

  private let groups: [Group]
  private let settings: Settings
  private let logger: Logger
  private var children: [pid_t: Child] = [:]
  private var phase = Phase.running
  private var backOff = BackOff()
  private var nextStart: Int64 = 0
  /// Children of before the reload that still have no successor, and the successor being waited for.
  private var outdated: [pid_t] = []
  private var successor: pid_t?

  /// - Parameter groups: started in this order.
  public init(groups: [Group], settings: Settings, logger: Logger) {
    self.groups = groups
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
    if phase == .running && groups.indices.contains(where: { missing(in: $0) > 0 }) { return max(1, nextStart - now) }
    return 1000
  }

  private var serving: Int { children.values.count { !$0.isRetiring } }
  /// Less than 0 when a child of before ended by itself while its successor was started.
  private func missing(in group: Int) -> Int {
    let isGrowing = successor.flatMap { children[$0]?.group } == group
    return groups[group].count + (isGrowing ? 1 : 0) - children.values.count { !$0.isRetiring && $0.group == group }
  }

  private mutating func fill() throws(OperatorError) {
    guard phase == .running else { return }
    while let group = groups.indices.first(where: { missing(in: $0) > 0 }), Monotonic.milliseconds >= nextStart {
      // After a failure one child at a time shows whether the others can start.
      if backOff.failures > 0, children.values.contains(where: isStarting) { return }
      _ = try startChild(in: group)
    }
  }

  private func isStarting(_ child: Child) -> Bool {
    switch child.state {
    case .starting: true
    case .ready, .retiring: false
    }
  }

  private mutating func startChild(in group: Int) throws(OperatorError) -> pid_t {
    let pid = try groups[group].command.start()
    children[pid] = Child(pid: pid, group: group, state: .starting(since: Monotonic.milliseconds))
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
      let old = outdated.lastIndex { children[$0]?.group == child.group }.map { outdated.remove(at: $0) }
      if let old { retire(old) } else if missing(in: child.group) < 0 { retire(pid) }
      if outdated.isEmpty { logger.notice("reload.finished", metadata: ["workers": "\(serving)"]) }
    }
    // The old one has to be gone first, or a box would hold twice the children.
    guard let next = outdated.last.flatMap({ children[$0] }), !children.values.contains(where: \.isRetiring) else {
      return
    }
    do {
      successor = try startChild(in: next.group)
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
