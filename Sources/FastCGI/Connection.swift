import CFastCGI
import Glibc

/// One accepted connection, read and written through libfcgi.
///
/// libfcgi's own accept loop closes a connection whose first read a signal interrupts. The loop here accepts by itself
/// and hands libfcgi the open connection; `listen_sock` is no socket, so libfcgi can never accept one on its own.
final class Connection {
  private let request = UnsafeMutablePointer<FCGX_Request>.allocate(capacity: 1)

  init() { FCGX_InitRequest(request, -1, 0) }
  deinit {
    FCGX_Free(request, 1)
    request.deallocate()
  }

  /// Takes over `fd` and reads the parameters. False when the peer went away or sent no request; `fd` is closed then.
  func begin(_ fd: Int32) -> Bool {
    request.pointee.ipcFd = fd
    // Else FCGX_Accept_r closes it as the end of the request before.
    request.pointee.keepConnection = 1
    guard FCGX_Accept_r(request) == 0 else { return false }
    // Whatever the peer asked for: a kept connection would pin this worker.
    request.pointee.keepConnection = 0
    return true
  }

  var parameters: [(name: [UInt8], value: [UInt8])] {
    var list: [(name: [UInt8], value: [UInt8])] = []
    guard var entry = request.pointee.envp else { return list }
    while let text = entry.pointee {
      let bytes = Array(UnsafeBufferPointer(start: text, count: strlen(text))).map { UInt8(bitPattern: $0) }
      let halves = bytes.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      if halves.count == 2 { list.append((Array(halves[0]), Array(halves[1]))) }
      entry += 1
    }
    return list
  }

  /// Nil when there are more than `limit` bytes; the rest is left unread.
  func body(limit: Int) -> [UInt8]? {
    var body: [UInt8] = []
    var chunk = [CChar](repeating: 0, count: 16_384)
    while true {
      let count = FCGX_GetStr(&chunk, Int32(chunk.count), request.pointee.in)
      if count <= 0 { return body }
      guard body.count + Int(count) <= limit else { return nil }
      body.append(contentsOf: chunk[..<Int(count)].lazy.map { UInt8(bitPattern: $0) })
    }
  }

  /// A peer that went away is no error: nobody is left to tell.
  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
      var rest = raw.bindMemory(to: CChar.self)[...]
      while let start = UnsafeBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let count = min(rest.count, 1 << 20)
        guard FCGX_PutStr(start, Int32(count), request.pointee.out) == Int32(count) else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  func finish() { FCGX_Finish_r(request) }
}
