import Foundation
import Practices
import Testing

@testable import Server

@Suite("The public cannot stop a practice")
struct LaneTests {
  @Test(arguments: [
    (1, [0, 0, 1]), (2, [0, 1, 1]), (3, [1, 1, 1]), (8, [1, 1, 6]), (16, [2, 2, 12]), (256, [32, 32, 192]),
  ])
  func `some workers are kept for the staff and some for their door`(workers: Int, split: [Int]) {
    #expect(Lane.split(workers) == split)
  }

  /// What nginx does with an address, as far as the site file uses it: an exact location, else the longest prefix.
  private struct Locations {
    var exact: [String: String] = [:]
    var prefixes: [String: String] = [:]

    init() throws {
      let text = try String(contentsOfFile: Site.root + "nginx/site.conf", encoding: .utf8)
      for found in text.matches(of: /location (= )?(\/\S*) \{[^}]*fastcgi_pass praxis_(\w+);\s*\}/) {
        let (path, lane) = (String(found.2), String(found.3))
        if found.1 == nil { prefixes[path] = lane } else { exact[path] = lane }
      }
    }

    func lane(_ path: String) -> String? {
      exact[path] ?? prefixes.filter { path.hasPrefix($0.key) }.max { $0.key.utf8.count < $1.key.utf8.count }?.value
    }
  }

  @Test func `every address of the product joins its lane`() throws {
    let locations = try Locations()
    var seen: Set<String> = []
    for line in RoutesRun.lines {
      let words = line.split(separator: " ").map(String.init)
      let (path, access) = (words[1], words[2])
      let isDoor = (access == "sign-in" && path != "/healthz") || path.hasPrefix("/sign-in/")
      let expected = access == "staff" ? "staff" : isDoor ? "door" : "visitors"
      // A public name of a practice that begins like one of ours.
      for name in ["harbor", "team-spirit", "sign-in-lane", "calendary"] {
        let address = path.replacing("{practice}", with: name).replacing(/\{\w+\}/, with: "0190")
        #expect(
          locations.lane(address) == (path.hasPrefix("/portal") ? "visitors" : expected), "\(words[0]) \(address)")
      }
      seen.insert(expected)
    }
    #expect(seen == ["staff", "door", "visitors"])
    #expect(locations.lane("/no/such/page") == "visitors")
    // Whoever has the name of a lane's address would send their visitors into it.
    for path in locations.exact.keys where path != "/" {
      let first = path.dropFirst().prefix { $0 != "/" }
      #expect(PracticeSlug.reserved.contains(String(first)), "\(path)")
    }
  }

  @Test func `a flood of visitors leaves the staff their pages, and one at the door those who are in`() throws {
    let crowded = try CrowdedSite()
    let person = Browser(at: crowded.site)
    try crowded.occupyVisitorsWorkers()
    let shed = try #require(crowded.site.get("/lane/book"))
    #expect(shed.status == 503 && shed["retry-after"] == "5" && shed.text == "<p>our 502 page</p>")
    EdgeTests.expectHeaders(shed, "shed")

    #expect(person.get("/sign-in")?.status == 200)
    #expect(person.post("/sign-in", crowded.password)?["location"] == "/sign-in/code")
    #expect(person.get("/sign-in/code")?.status == 200)
    #expect(person.post("/sign-in/code", ["code": try crowded.code()])?["location"] == "/calendar")
    let calendar = try #require(person.get("/calendar"))
    #expect(calendar.status == 200 && calendar.text.contains("Mira Specimen"))

    // Somebody tries passwords from everywhere: the people at work do not notice.
    crowded.occupy(serving: 2)
    #expect(person.get("/account")?.status == 200)
    #expect(person.get("/calendar/version")?.isFromWorker == true)

    crowded.release()
    try wait(for: "visitors' pages again", seconds: 40) { crowded.site.get("/lane/book")?.status == 200 }
  }
}
