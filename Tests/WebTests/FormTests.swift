import Testing

@testable import Web

@Suite struct FormTests {
  private func form(_ text: String) -> Form? { Form(urlEncoded: Array(text.utf8)) }

  @Test func readsFieldsInOrder() throws {
    let parsed = try #require(form("name=Zo%C3%AB+van+der%20Berg&note=a%3Db%26c&empty=&bare&day=1&day=2"))
    #expect(parsed["name"] == "Zoë van der Berg")
    #expect(parsed["note"] == "a=b&c")
    #expect(parsed["empty"] == "" && parsed["bare"] == "" && parsed["missing"] == nil)
    #expect(parsed.names == ["name", "note", "empty", "bare", "day", "day"])
    #expect(parsed.all("day") == ["1", "2"])
    #expect(parsed.duplicates == ["day"])
    #expect(try #require(form("a=b=c"))["a"] == "b=c")
    #expect(try #require(form("")).isEmpty && #require(form("&&")).isEmpty)
  }

  @Test(arguments: [
    "a=%", "a=%1", "a=%zz", "a=%1g", "%=1", "a=%%41", "a=%00", "%00=a", "a=b%00c", "a=%C3", "a=%ED%A0%80", "a=%C0%AF",
    "a=%FF", "a=%F0%9F%98", "a=%+1", "ok=1&a=%u0041",
  ])
  func refusesTheWholeFormForOneBadField(text: String) { #expect(form(text) == nil) }

  @Test func refusesRawBytesThatAreNoUTF8() {
    #expect(Form(urlEncoded: [0x61, 0x3D, 0xFF]) == nil)
    #expect(Form(urlEncoded: [0x61, 0x3D, 0x00]) == nil)
    #expect(Form(urlEncoded: Array("a=".utf8) + [0xD7, 0xA9])?["a"] == "ש")
  }

  @Test func takesFiveHundredFieldsAndNotOneMore() {
    let fields = { (count: Int) in (0..<count).map { "f\($0)=1" }.joined(separator: "&") }
    #expect(form(fields(500))?.names.count == 500)
    #expect(form(fields(501)) == nil)
  }

  @Test func lineEndsInValuesAreKeptAsSent() throws {
    #expect(try #require(form("a=x%0D%0Ay"))["a"]?.utf8.elementsEqual("x\r\ny".utf8) == true)
  }
}

@Suite struct PathDecoderTests {
  private func path(_ text: String) -> [String]? { PathDecoder.segments(Array(text.utf8)) }

  @Test func decodesEachSegmentOnItsOwn() {
    #expect(path("/") == [])
    #expect(path("/patients/new") == ["patients", "new"])
    #expect(path("/caf%C3%A9/%D7%A9") == ["café", "ש"])
    #expect(path("/a+b") == ["a+b"])
    #expect(path("/...") == ["..."])
    #expect(path("/%2561") == ["%61"])
  }

  @Test(arguments: [
    "", "a", "//", "/a//b", "/a/", "/.", "/..", "/a/../b", "/%2e%2e/x", "/%2E", "/.%2e", "/a%2Fb", "/a%2fb", "/a\\b",
    "/a%5Cb", "/a%00b", "/%00", "/a%0Ab", "/a%0d%0ab", "/a%7F", "/a\tb", "/a%", "/a%1", "/a%zz", "/%C3", "/%ED%A0%80",
    "/%C0%AE%C0%AE", "/%FF", "http://host/a",
  ])
  func refuses(text: String) { #expect(path(text) == nil) }

  @Test func aRequestIsSplitAtItsFirstQuestionMark() {
    let request = Request(method: "GET", target: "/a?b=c?d&e=%2F", headers: ["cookie": "s=1", "host": "example.org"])
    #expect(request.path == ["a"] && request.query?["b"] == "c?d" && request.query?["e"] == "/")
    #expect(request.method == .get && request.cookies == ["s": "1"] && request.host == "example.org")
    #expect(Request(method: "TRACE", target: "/").method == nil)
    #expect(Request(method: "get", target: "/").method == nil)
    #expect(Request(method: "GET", target: "/a?b=%00").query == nil)
    #expect(Request(method: "GET", target: "/%2e%2e?x=1").path == nil)
    #expect(Request(method: "GET", target: "").path == nil)
    #expect(Request(method: "GET", target: "/").query?.isEmpty == true)
  }
}

@Suite struct CookieTests {
  @Test func readsPairsAndKeepsTheFirstOfAName() {
    #expect(CookieParser.parse("a=1; b=2;c=3") == ["a": "1", "b": "2", "c": "3"])
    #expect(CookieParser.parse("a=1; a=2") == ["a": "1"])
    #expect(CookieParser.parse("a=b=c") == ["a": "b=c"])
    #expect(CookieParser.parse("") == [:] && CookieParser.parse("junk; ;=; x") == ["": ""])
    #expect(CookieParser.parse("__Host-s=x; s=y")["__Host-s"] == "x")
    #expect(CookieParser.parse("a=\"1\"")["a"] == "\"1\"")
  }

  @Test func namesAreComparedExactly() {
    #expect(CookieParser.parse("A=1")["a"] == nil)
    #expect(CookieParser.parse("__host-s=1")["__Host-s"] == nil)
  }

  @Test func writesEveryAttribute() {
    #expect(
      Cookie("s", "abc", maxAge: 60).headerValue(isSecure: true)
        == "__Host-s=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60")
    #expect(
      Cookie("s", "abc", sameSite: .strict).headerValue(isSecure: false) == "s=abc; Path=/; HttpOnly; SameSite=Strict")
    #expect(Cookie("s", "", maxAge: 0).headerValue(isSecure: true).hasSuffix("Max-Age=0"))
  }
}
