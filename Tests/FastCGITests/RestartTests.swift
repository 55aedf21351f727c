import Foundation
import Testing

@testable import Server

@Suite("Workers come and go under load")
struct RestartTests {
  @Test func `SIGHUP replaces every worker and no request fails`() throws {
    let site = try Site(workers: 3)
    let before = Set(site.workers)
    let load = Load(port: site.port, clients: 4)
    for round in 1...2 {
      kill(site.supervisor.pid, SIGHUP)
      try wait(for: "reload \(round)") { site.log.components(separatedBy: "\"reload.finished\"").count == round + 1 }
    }
    try wait(for: "the old workers to go") { site.workers.count == 3 }
    let result = load.stop()
    #expect(result.failed == 0)
    #expect(result.answered > 20)
    #expect(before.isDisjoint(with: site.workers))
  }

  @Test func `a reload with a broken configuration keeps the workers that work`() throws {
    let site = try Site(workers: 2)
    let before = site.workers.sorted()
    try site.writeConfiguration(["colour = red"])
    kill(site.supervisor.pid, SIGHUP)
    try wait(for: "the failed reload") { site.log.contains("\"reload.failed\"") }
    try wait(for: "the new worker to go") { site.workers.count == 2 }
    #expect(site.workers.sorted() == before)
    #expect(site.get("/healthz")?.status == 200)
  }

  @Test func `kill -9 of a worker costs at most the request in it`() throws {
    let site = try Site(workers: 3)
    let load = Load(port: site.port, clients: 4)
    for _ in 1...5 {
      let victim = try #require(site.workers.first)
      kill(victim, SIGKILL)
      try wait(for: "a new worker") { site.workers.count == 3 && !site.workers.contains(victim) }
      let reached = load.soFar.answered + 20
      try wait(for: "answers") { load.soFar.answered >= reached }
    }
    let result = load.stop()
    #expect(result.failed <= 5)
    #expect(site.log.components(separatedBy: "\"child.killed\"").count == 6)
  }

  @Test func `SIGTERM lets every worker finish, removes socket and pid file, and ends with 0`() throws {
    let site = try Site(workers: 3)
    #expect(try String(contentsOfFile: site.pidFile, encoding: .utf8) == "\(site.supervisor.pid)\n")
    let workers = site.workers
    kill(site.supervisor.pid, SIGTERM)
    #expect(site.supervisor.waitUntilExit() == 0)
    for worker in workers { #expect(kill(worker, 0) == -1) }
    for lane in Lane.allCases { #expect(!FileManager.default.fileExists(atPath: lane.path(site.socketPath))) }
    #expect(!FileManager.default.fileExists(atPath: site.pidFile))
    #expect(!site.log.contains("child.killed"))
  }

  @Test func `workers do not outlive a supervisor that was killed, and the next one starts`() throws {
    let site = try Site(workers: 2, nginx: false)
    let workers = site.workers
    kill(site.supervisor.pid, SIGKILL)
    try wait(for: "the workers to go") { workers.allSatisfy { Site.isGone($0) } }
    site.supervisor.waitUntilExit()
    try site.startSupervisor(workers: 1)
    try wait(for: "an answer") { site.ask()?.status == 200 }
  }

  @Test func `a second supervisor is refused in one sentence`() throws {
    let site = try Site(workers: 1, nginx: false)
    let second = try Command.run(Site.program, ["web", "--config", site.configPath])
    #expect(second.status == 1)
    #expect(second.output == "Error: praxis web runs already: another process holds \(site.pidFile).\n")
    #expect(site.ask()?.status == 200)
  }

  @Test func `workers that cannot start are tried ever more slowly`() throws {
    let site = try Site(workers: 4, settings: ["log_level = debug"], nginx: false)
    try wait(for: "ready workers") { site.log.components(separatedBy: "\"child.ready\"").count == 5 }
    try site.writeConfiguration(["colour = red"])
    for worker in site.workers { kill(worker, SIGKILL) }
    try wait(for: "three failed starts") { site.log.components(separatedBy: "\"child.failed\"").count >= 4 }
    let lines = site.log.split(separator: "\n").count
    #expect(lines < 40)
    try site.writeConfiguration([])
    try wait(for: "the workers to come back") { site.workers.count == 4 }
    #expect(site.ask()?.status == 200)
  }

  @Test func `workers leave no core and print no memory when they crash`() throws {
    let site = try Site(workers: 1, nginx: false)
    let worker = try #require(site.workers.first)
    try wait(for: "the core limit of the worker") {
      try String(contentsOfFile: "/proc/\(worker)/limits", encoding: .utf8).contains(/Max core file size +0 +0/)
    }
    kill(worker, SIGSEGV)
    try wait(for: "a new worker") { site.workers.count == 1 && site.workers.first != worker }
    #expect(site.log.contains("\"signal\":\"11\""))
    #expect(!site.log.contains("Crash") && !site.log.contains("Registers"))
  }
}

extension Site {
  /// Gone, or only waiting for whoever inherited it to notice.
  static func isGone(_ pid: Int32) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
    return text.contains(") Z ")
  }
}
