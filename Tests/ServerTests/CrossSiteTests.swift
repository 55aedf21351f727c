@testable import Server
import Testing
import Web

@Suite struct CrossSiteTests {
  @Test(
    arguments: [
      (nil, "https://a.example", true), (nil, nil, false), (nil, "null", false), (nil, "https://b.example", false),
      (nil, "http://a.example", false), ("same-origin", nil, true), ("same-origin", "null", true),
      ("same-origin", "https://a.example", true), ("same-origin", "https://b.example", false),
      ("same-site", "null", false),
      ("cross-site", "https://a.example", false), ("none", nil, false), ("", "https://a.example", false),
    ] as [(String?, String?, Bool)])
  func onlyOurOwnPagesMayPost(_ site: String?, _ origin: String?, _ isAllowed: Bool) {
    var headers = ["host": "a.example"]
    headers["sec-fetch-site"] = site
    headers["origin"] = origin
    let request = Request(method: "POST", target: "/x", headers: headers)
    #expect(CrossSiteGuard.isSameOrigin(request) == isAllowed)
  }
}
