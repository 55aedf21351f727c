import Foundation
import Testing

@testable import Server

@Suite("Supervision")
struct SupervisorTests {
  @Test func `children that never become ready are started ever more slowly, up to half a minute`() {
    var backOff = BackOff()
    let delays = (0..<10).map { _ in backOff.delay(afterReady: false) }
    #expect(delays == [200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000])
    backOff.succeeded()
    #expect(backOff.delay(afterReady: false) == 200)
  }

  @Test func `a child that was ready is replaced soon, however often it dies`() {
    var backOff = BackOff()
    for _ in 0..<100 { #expect(backOff.delay(afterReady: true) == 100) }
    #expect(backOff.failures == 0)
  }

  @Test func `wait states tell exits from signals`() {
    #expect(ExitStatus(waitStatus: 0) == .exited(0))
    #expect(ExitStatus(waitStatus: 0x0300) == .exited(3))
    #expect(ExitStatus(waitStatus: 9) == .killed(signal: 9))
    #expect(ExitStatus(waitStatus: 0x86) == .killed(signal: 6))
  }

  @Test func `a lock file is held once, and one left behind by a crash holds nobody up`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("web.pid", "99999\n", mode: 0o644)
    let lock = try LockFile(path: path, purpose: "praxis web")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "\(getpid())\n")
    #expect(throws: OperatorError("praxis web runs already: another process holds \(path).")) {
      try LockFile(path: path, purpose: "praxis web")
    }
    lock.release()
    try LockFile(path: path, purpose: "praxis web").release()
  }

  @Test func `a socket is private to owner and group, and replaces a stale one`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("web.sock", "stale", mode: 0o777)
    let socket = try ListeningSocket.open(path: path, group: nil, backlog: 8)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.type] as? FileAttributeType == .typeSocket)
    #expect(attributes[.posixPermissions] as? Int == 0o660)
    socket.close()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a socket that cannot be made is one sentence`() {
    #expect(throws: OperatorError("Cannot open the socket /nowhere/web.sock: No such file or directory.")) {
      try ListeningSocket.open(path: "/nowhere/web.sock", group: nil, backlog: 8)
    }
  }
}
