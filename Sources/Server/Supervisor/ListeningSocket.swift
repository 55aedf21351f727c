import Glibc

/// A unix socket that nginx connects to. The supervisor owns it, so that workers come and go behind it.
struct ListeningSocket {
  /// `sun_path` holds 108 bytes with the final NUL.
  static let maximumPathBytes = 107

  let fd: Int32
  /// Nil when systemd made it and keeps it.
  let path: String?

  /// The sockets systemd hands over (sd_listen_fds(3)), in the order of `paths`; nil when there are none for this process.
  static func inherited(paths: [String]) throws(OperatorError) -> [ListeningSocket]? {
    guard let pid = getenv("LISTEN_PID"), String(cString: pid) == String(getpid()),
      let count = getenv("LISTEN_FDS").flatMap({ Int32(String(cString: $0)) }), count > 0
    else { return nil }
    var found: [String: Int32] = [:]
    for fd in 3..<(3 + count) {
      _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
      found[boundPath(fd) ?? ""] = fd
    }
    guard count == paths.count, paths.allSatisfy({ found[$0] != nil }) else {
      throw OperatorError(
        "systemd must hand over the sockets \(paths.joined(separator: ", ")): install this version's praxis-web.socket."
      )
    }
    return paths.compactMap { path in found[path].map { ListeningSocket(fd: $0, path: nil) } }
  }

  private static func boundPath(_ fd: Int32) -> String? {
    var address = sockaddr_un()
    var size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(fd, $0, &size) == 0 }
    }
    guard isKnown, address.sun_family == sa_family_t(AF_UNIX) else { return nil }
    return withUnsafeBytes(of: &address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// Sets how many connections may wait.
  func limit(to backlog: Int32) throws(OperatorError) {
    guard listen(fd, backlog) == 0 else { throw OperatorError("Cannot use a socket of systemd: \(Errno.text(errno)).") }
  }

  /// Replaces whatever stands at `path`; call only while holding the lock file.
  /// - Parameters:
  ///   - group: may connect as well as the owner; nil leaves our own group.
  ///   - backlog: connections that may wait.
  static func open(path: String, group: gid_t?, backlog: Int32) throws(OperatorError) -> ListeningSocket {
    guard path.utf8.count <= maximumPathBytes else {
      throw OperatorError("The socket path \(path) is longer than \(maximumPathBytes) bytes.")
    }
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw OperatorError("Cannot make a socket: \(Errno.text(errno)).") }
    unlink(path)
    // Nobody may connect between bind and chmod.
    let mask = umask(0o177)
    let bound = bind(fd, path)
    let reason = Errno.text(errno)
    umask(mask)
    guard bound else {
      Glibc.close(fd)
      throw OperatorError("Cannot open the socket \(path): \(reason).")
    }
    if let group, chown(path, uid_t.max, group) != 0 {
      Glibc.close(fd)
      throw OperatorError("Cannot give the socket \(path) to its group: \(Errno.text(errno)).")
    }
    guard chmod(path, 0o660) == 0, listen(fd, backlog) == 0 else {
      Glibc.close(fd)
      throw OperatorError("Cannot open the socket \(path): \(Errno.text(errno)).")
    }
    return ListeningSocket(fd: fd, path: path)
  }

  private static func bind(_ fd: Int32, _ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  func close() {
    if let path { unlink(path) }
    Glibc.close(fd)
  }
}
