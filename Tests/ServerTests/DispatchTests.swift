import Testing
import TestSupport

@Suite struct DispatchTests {
  @Test func anUnknownAddressGetsTheCalmPage() {
    let answer = TestBrowser().get("/no/such/page")
    #expect(answer.status == 404)
    #expect(answer.words.contains("There is nothing here"))
    #expect(answer.words.contains("00000000000000ff"))
  }

  @Test func theCalmPageSpeaksTheLanguageOfTheBrowser() {
    let browser = TestBrowser()
    browser.headers["accept-language"] = "he-IL,he;q=0.9,en;q=0.8"
    #expect(browser.get("/nothing").body.contains("<html lang=\"he\" dir=\"rtl\""))
  }

  @Test func aMalformedAddressIsRefused() {
    for target in ["/%zz", "/a//b", "/../etc/passwd", "/%2e%2e/x", "/a%00b", "/a?x=%ff"] {
      #expect(TestBrowser().get(target).status == 400, "\(target)")
    }
  }

  @Test func anotherMethodIsNamedInAllow() {
    let answer = TestBrowser().post("/healthz", [:])
    #expect(answer.status == 405)
    #expect(answer.response.header("Allow") == "GET, HEAD")
  }

  @Test func healthSaysOkWhenTheDatabaseAnswers() {
    #expect(TestBrowser().get("/healthz").body == "ok\n")
  }
}
