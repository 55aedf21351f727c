import Glibc
import TestSupport
import Testing

@Suite("Child processes of tests")
struct ChildProcessTests {
  @Test("lines come in order, and closing standard input lets the child end")
  func lines() throws {
    let child = try ChildProcess("sh", ["-c", "echo one; echo two; cat; exit 7"])
    #expect(try child.line() == "one")
    #expect(try child.line() == "two")
    #expect(child.finish() == 7)
    #expect(throws: TestFailure.self) { try child.line() }
  }

  @Test("a silent child is a failure after the time given")
  func silence() throws {
    let child = try ChildProcess("cat")
    #expect(throws: TestFailure.self) { try child.line(withinMilliseconds: 50) }
  }

  @Test("nothing survives the object")
  func death() throws {
    let stubborn = "trap '' TERM; echo up; while :; do read x || sleep 1; done"
    var child: ChildProcess? = try ChildProcess("sh", ["-c", stubborn])
    let pid = try #require(child?.pid)
    #expect(try child?.line() == "up")
    child = nil
    #expect(kill(pid, 0) == -1)
    #expect(errno == ESRCH)
  }

  @Test("a program that does not exist is a failure with a sentence")
  func missing() {
    #expect(throws: TestFailure.self) { try ChildProcess("/nonexistent/program") }
  }
}
