import Core
import Foundation
@testable import Practices
import TestSupport
import Testing

@Suite struct BrandingTests {
  /// One pixel.
  private static let png = [UInt8](
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")!
  )

  private func jpeg(width: UInt16, height: UInt16) -> [UInt8] {
    let size = [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
    return [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8] + size + [UInt8](repeating: 1, count: 20)
  }

  private func upload(_ content: [UInt8], type: String = "image/png", _ browser: TestBrowser) -> TestResponse {
    var body = Array("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(browser.csrf)\r\n".utf8)
    body += Array(
      "--x\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"a.svg\"\r\nContent-Type: \(type)\r\n\r\n".utf8)
    body += content + Array("\r\n--x--\r\n".utf8)
    return browser.send(
      "POST", "/settings/logo",
      headers: [
        "content-type": "multipart/form-data; boundary=x", "origin": "https://praxis.example",
        "sec-fetch-site": "same-origin",
      ], body: body)
  }

  @Test func theStyleSheetIsOneLineWithTheColour() throws {
    try withPractice { practice in
      let answer = TestBrowser().get("/\(practice.slug)/brand.css")
      #expect(answer.status == 200)
      #expect(answer.body == ":root { --brand: #0b5953; }\n")
      #expect(answer.response.header("Content-Type") == "text/css; charset=utf-8")
      #expect(answer.response.header("Cache-Control") == "private, max-age=60")
      let versioned = TestBrowser().get("/\(practice.slug)/brand.css?v=1")
      #expect(versioned.response.header("Cache-Control") == "private, max-age=31536000, immutable")
      #expect(TestBrowser().get("/no-such-practice/brand.css").status == 404)
    }
  }

  @Test func aLogoIsServedAsTheTypeItsBytesSay() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      #expect(TestBrowser().get("/\(practice.slug)/logo").status == 404)
      #expect(upload(Self.png, type: "image/svg+xml", cast.browser).status == 303)
      let logo = TestBrowser().get("/\(practice.slug)/logo?v=2")
      #expect(logo.status == 200)
      #expect(logo.response.header("Content-Type") == "image/png")
      #expect(logo.response.body == Self.png)
      #expect(try cast.trail() == ["practice.change logo"])
      #expect(cast.browser.get("/settings/practice").body.contains("src=\"/\(practice.slug)/logo?v=2\""))
      #expect(upload(jpeg(width: 300, height: 200), cast.browser).status == 303)
      #expect(TestBrowser().get("/\(practice.slug)/logo").response.header("Content-Type") == "image/jpeg")
      #expect(cast.browser.post("/settings/logo/deletion", [:]).status == 303)
      #expect(TestBrowser().get("/\(practice.slug)/logo").status == 404)
    }
  }

  @Test func otherFilesAreRefusedWithTheReason() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      for (content, words) in [
        ([UInt8]("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8), "neither a PNG nor a JPEG"),
        ([UInt8]("GIF89a".utf8), "neither a PNG nor a JPEG"),
        (Array(Self.png.prefix(20)), "neither a PNG nor a JPEG"),
        (Self.png + [UInt8](repeating: 0, count: 200_000), "larger than 200 KB"),
        (jpeg(width: 5000, height: 10), "4096 pixels"), ([], "Choose a picture"),
      ] {
        let answer = upload(content, cast.browser)
        #expect(answer.status == 422)
        #expect(answer.words.contains(words), "\(words)")
      }
      #expect(TestBrowser().get("/\(practice.slug)/logo").status == 404)
    }
  }

  @Test func aDamagedJPEGNeverTraps() {
    #expect(PictureSize.ofJPEG(jpeg(width: 0, height: 5)) == nil)
    for length in 0..<33 { _ = PictureSize.ofJPEG(Array(jpeg(width: 1, height: 1).prefix(length))) }
    #expect(PictureSize.ofJPEG([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
    #expect(PictureSize.ofJPEG([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0]) == nil)
    #expect(PictureSize.ofJPEG([0xff, 0xd8] + [UInt8](repeating: 0xff, count: 40)) == nil)
  }
}
