import Foundation
import Synchronization

/// A child process of the test.
final class RunningProgram: Sendable {
  let pid: pid_t
  private let ended = Mutex<Int32?>(nil)

  init(_ program: String, _ arguments: [String], environment: [String: String] = [:], output: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let settings = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = settings.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, program, &actions, nil, &argv, &envp)
    guard result == 0 else { throw TimedOut(description: "\(program) could not be started: error \(result)") }
    self.pid = pid
  }

  var isRunning: Bool { poll(WNOHANG) == nil }

  /// The exit status, or minus the signal that ended it.
  @discardableResult
  func waitUntilExit() -> Int32 {
    while true {
      if let status = poll(WNOHANG) { return status }
      usleep(5000)
    }
  }

  private func poll(_ options: Int32) -> Int32? {
    ended.withLock { ended in
      var status: Int32 = 0
      if ended == nil, waitpid(pid, &status, options) == pid {
        ended = status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
      }
      return ended
    }
  }
}
