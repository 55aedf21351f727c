import Foundation
import Testing

@Suite("The database goes away under load")
struct DatabaseRestartTests {
  /// What is demanded of a restart: "clean 503 pages, recovery within 2 s, no worker dies".
  private static let recoverySeconds = 2.0

  @Test func `a restart costs clean pages, no worker, and at most two seconds`() throws {
    let database = try PrivateDatabase()
    let site = try Site(workers: 3, database: database)
    let practice = [
      "practice", "create", "--slug", "lane", "--name", "Harbour Lane", "--zone", "Europe/Berlin", "--language", "en",
      "--currency", "EUR",
    ]
    for command in [["migrate"], practice] {
      let run = try Command.run(Site.program, command + ["--config", site.configPath])
      try #require(run.status == 0, "\(run.output)")
    }
    let workers = site.workers.sorted()
    let visitors = Visitors(port: site.port, clients: 3, target: "/lane/book", words: "Harbour Lane")
    try wait(for: "pages") { visitors.soFar.pages.count >= 30 }

    try database.stop()
    try wait(for: "answers without a database") { visitors.soFar.away >= 20 }
    let start = try database.beginToStart()
    try wait(for: "the database to accept connections", seconds: 60) { database.accepts }
    let accepted = Date()
    try wait(for: "the first page after the database came back", seconds: Self.recoverySeconds) {
      visitors.soFar.pages(since: accepted) > 0
    }
    try wait(for: "pages as before") { visitors.soFar.pages(since: accepted) >= 60 }
    #expect(start.waitUntilExit() == 0)

    let seen = visitors.stop()
    #expect(seen.others == [], "answers that are neither the page nor the calm one")
    #expect(site.workers.sorted() == workers, "the same processes as before")
    #expect(site.log.contains("\"database.away\""))
  }
}
