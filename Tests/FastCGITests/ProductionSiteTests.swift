import Foundation
import Testing

@Suite("The site file for production, loaded by a real nginx")
struct ProductionSiteTests {
  @Test func `pages and static files come over TLS with their headers`() throws {
    let site = try Site(nginx: false)
    let nginx = try ProductionSite(before: site)
    let page = try #require(try nginx.get("/healthz"))
    #expect(page.status == 200 && page.text == "ok\n" && page.isFromWorker)
    let sheet = try #require(try nginx.get("/static/css/site.css?v=1"))
    #expect(sheet.status == 200 && sheet.text == "body{}" && !sheet.isFromWorker)
    #expect(sheet["cache-control"] == "public, max-age=31536000, immutable")
    let error = try #require(try nginx.get("/no/such/page"))
    #expect(error.status == 404 && error.isFromWorker)
    for (what, answer) in [("page", page), ("sheet", sheet), ("404", error)] {
      EdgeTests.expectHeaders(answer, what)
      #expect(answer["strict-transport-security"] == "max-age=31536000; includeSubDomains", "\(what)")
    }
    #expect(try nginx.get("/static/errors/502.html")?.status == 404)
  }

  @Test func `plain addresses are sent to TLS, and names of others get no answer`() throws {
    let site = try Site(nginx: false)
    let nginx = try ProductionSite(before: site)
    let moved = try #require(try nginx.get("/harbor/book?service=1", isPlain: true))
    #expect(moved.status == 301 && moved["location"] == "https://praxis.example/harbor/book?service=1")
    #expect(try nginx.get("/healthz", host: "other.example", isPlain: true) == nil)
    #expect(try nginx.get("/healthz", host: "other.example") == nil)
    // The same question to the right name is answered, so silence above is a refusal.
    #expect(try nginx.get("/healthz")?.status == 200)
  }

  @Test func `without workers the page is ours`() throws {
    let site = try Site(nginx: false)
    let nginx = try ProductionSite(before: site)
    kill(site.supervisor.pid, SIGTERM)
    site.supervisor.waitUntilExit()
    let down = try #require(try nginx.get("/healthz"))
    #expect(down.status == 503 && down.text == "<p>our 502 page</p>" && down["retry-after"] == "5")
    #expect(down["cache-control"] == "no-store")
    EdgeTests.expectHeaders(down, "down")
  }
}
