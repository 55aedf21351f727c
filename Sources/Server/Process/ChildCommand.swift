import Glibc

/// How to start a child process.
public struct ChildCommand: Sendable {
  /// A configured path, never `/proc/self/exe`: after an upgrade that is the deleted old program.
  public let executable: String
  public let arguments: [String]
  /// Open files of ours that the child gets as its file descriptors 3, 4 and so on, as systemd would pass them.
  public let files: [Int32]

  public init(executable: String, arguments: [String], files: [Int32] = []) {
    self.executable = executable
    self.arguments = arguments
    self.files = files
  }

  /// The first of the `files` in the child.
  static let firstFile: Int32 = 3
  /// Far from what either side has open: where files stand while they change places.
  private static let aside: Int32 = 500

  /// Starts one child with default signals and without the crash reporter, which would print memory.
  /// - Throws: `OperatorError` when the program cannot be started.
  func start() throws(OperatorError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let places = files.indices.map(Int32.init)
    for (file, place) in zip(files, places) { posix_spawn_file_actions_adddup2(&actions, file, Self.aside + place) }
    for place in places {
      posix_spawn_file_actions_adddup2(&actions, Self.aside + place, Self.firstFile + place)
      posix_spawn_file_actions_addclose(&actions, Self.aside + place)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which ends its children in order.
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var pid: pid_t = 0
    let result = CStringArray.with([executable] + arguments) { argv in
      CStringArray.with(Self.environment) { envp in
        posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
      }
    }
    guard result == 0 else { throw OperatorError("Cannot start \(executable): \(Errno.text(result)).") }
    return pid
  }

  /// Ours, without the crash reporter and without what systemd meant for this process alone.
  private static var environment: [String] {
    var list: [String] = []
    var entry = environ
    while let text = entry.pointee {
      let line = String(cString: text)
      if !replaced.contains(where: { line.utf8.starts(with: $0.utf8) }) { list.append(line) }
      entry += 1
    }
    return list + ["SWIFT_BACKTRACE=enable=no"]
  }

  private static let replaced = ["SWIFT_BACKTRACE=", "LISTEN_FDS=", "LISTEN_PID=", "LISTEN_FDNAMES=", "NOTIFY_SOCKET="]
}
