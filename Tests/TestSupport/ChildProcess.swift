import Glibc
import Synchronization

/// A program that a test runs beside itself. Its standard input and output are pipes, its errors go to ours.
///
/// When the object goes away, standard input is closed, the child is killed by its process id and waited for, so
/// nothing survives a test. A child that reads its standard input also ends when the whole test process is killed.
public final class ChildProcess: Sendable {
  private struct State {
    var input: Int32?
    var pending: [UInt8] = []
    /// How many of them hold no line end.
    var searched = 0
    var status: Int32?
  }

  public let pid: pid_t
  private let output: Int32
  private let state: Mutex<State>

  /// - Parameters:
  ///   - executable: a path, or a name that is looked up in `PATH`.
  ///   - environment: replaces the inherited one when given.
  public init(_ executable: String, _ arguments: [String] = [], environment: [String: String]? = nil) throws {
    let (pid, input, output) = try ChildProcess.spawning.withLock { _ in
      try ChildProcess.spawn(executable, arguments, environment)
    }
    self.pid = pid
    self.output = output
    state = Mutex(State(input: input))
  }

  /// One at a time: a pipe must not be inherited by a child of another test, which would keep it open.
  private static let spawning = Mutex(())

  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String: String]?
  ) throws -> (pid: pid_t, input: Int32, output: Int32) {
    let input = try pipe()
    let output = try pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Only the copies survive exec: the pipes themselves are close-on-exec.
    posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    var pid = pid_t()
    let code = CStrings.with([executable] + arguments) { arguments in
      guard let environment else { return posix_spawnp(&pid, executable, &actions, nil, arguments, environ) }
      return CStrings.with(environment.map { $0 + "=" + $1 }) {
        posix_spawnp(&pid, executable, &actions, nil, arguments, $0)
      }
    }
    close(input.read)
    close(output.write)
    guard code == 0 else {
      close(input.write)
      close(output.read)
      throw TestFailure("\(executable) cannot be started: \(String(cString: strerror(code)))")
    }
    return (pid, input.write, output.read)
  }

  deinit {
    stop()
    close(output)
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw TestFailure("pipe failed with errno \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// The next line of standard output without its line end.
  /// - Throws: when none came within the time, or the output ended.
  public func line(withinMilliseconds limit: Int = 10_000) throws -> String {
    let deadline = ContinuousClock.now + .milliseconds(limit)
    return try state.withLock { state in
      while true {
        if let end = state.pending[state.searched...].firstIndex(of: 0x0a) {
          defer {
            state.pending.removeFirst(end + 1)
            state.searched = 0
          }
          return String(decoding: state.pending[..<end], as: UTF8.self)
        }
        state.searched = state.pending.count
        try fill(&state.pending, until: deadline)
      }
    }
  }

  private func fill(_ pending: inout [UInt8], until deadline: ContinuousClock.Instant) throws {
    let left = (deadline - .now) / .milliseconds(1)
    var wanted = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard left > 0, poll(&wanted, 1, Int32(left.rounded(.up))) > 0 else {
      throw TestFailure("child \(pid) printed no line in time")
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(output, &buffer, buffer.count)
    guard count > 0 else { throw TestFailure("child \(pid) ended its output") }
    pending += buffer.prefix(count)
  }

  /// Closes the child's standard input and waits until it ends by itself.
  /// - Returns: its exit status, or 128 and the signal that ended it.
  @discardableResult
  public func finish() -> Int32 { end(killing: false) }

  /// Ends the child now. A second call does nothing.
  public func stop() { _ = end(killing: true) }

  private func end(killing: Bool) -> Int32 {
    state.withLock { state in
      if let input = state.input { close(input) }
      state.input = nil
      if let status = state.status { return status }
      if killing { kill(pid, SIGKILL) }
      var raw: Int32 = 0
      while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
      let signal = raw & 0x7f
      let status = signal == 0 ? raw >> 8 & 0xff : 128 + signal
      state.status = status
      return status
    }
  }
}

/// Null-terminated lists of C strings for `posix_spawn`.
enum CStrings {
  static func with<R>(_ texts: [String], _ use: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return use(copies + [nil])
  }
}
