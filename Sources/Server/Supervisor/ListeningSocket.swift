import Glibc

/// The unix socket that nginx connects to. The supervisor owns it, so that workers come and go behind it.
struct ListeningSocket {
  static let backlog: Int32 = 1024
  /// `sun_path` holds 108 bytes with the final NUL.
  static let maximumPathBytes = 107

  let fd: Int32
  /// Nil when systemd made it and keeps it.
  let path: String?

  /// The socket systemd hands over (sd_listen_fds(3)), nil when there is none for this process.
  static func inherited() throws(OperatorError) -> ListeningSocket? {
    guard let pid = getenv("LISTEN_PID"), String(cString: pid) == String(getpid()),
      let count = getenv("LISTEN_FDS").flatMap({ Int(String(cString: $0)) }), count > 0
    else { return nil }
    guard count == 1 else { throw OperatorError("systemd handed over \(count) sockets, and praxis web takes one.") }
    _ = fcntl(3, F_SETFD, FD_CLOEXEC)
    return ListeningSocket(fd: 3, path: nil)
  }

  /// Replaces whatever stands at `path`; call only while holding the lock file.
  /// - Parameter group: may connect as well as the owner; nil leaves our own group.
  static func open(path: String, group: gid_t?) throws(OperatorError) -> ListeningSocket {
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
