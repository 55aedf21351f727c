import Foundation

/// A port of this machine that somebody listens on.
final class ListeningPort {
  let port: Int
  private let fd: Int32

  init?() {
    fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let fd = fd
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, size) == 0 && listen(fd, 8) == 0 && getsockname(fd, $0, &size) == 0
      }
    }
    port = Int(in_port_t(bigEndian: address.sin_port))
    if !isListening {
      close(fd)
      return nil
    }
  }
  deinit { close(fd) }
}
