import Testing

@testable import Web

@Suite struct URLComponentTests {
  @Test func everyTextComesBackFromAQueryAndFromAPath() {
    let failure = HostileText.firstFailure(seed: 9) { text in
      let encoded = URLComponent(text).encoded
      var bytes: [UInt8] = []
      var rest = Array(encoded.utf8)[...]
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%") {
          guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return false }
          rest = rest.dropFirst(2)
          bytes.append(value)
        } else {
          guard "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8.contains(byte) else { return false }
          bytes.append(byte)
        }
      }
      return bytes.elementsEqual(text.utf8)
    }
    #expect(failure == nil)
  }

  @Test func ourOwnFormReadsOurOwnQuery() {
    let failure = HostileText.firstFailure(seed: 10, cases: 20_000) { text in
      let form = Form(urlEncoded: Array(URLComponent.query([("q", text), ("next", "1")]).utf8))
      if text.unicodeScalars.contains("\0") { return form == nil }
      guard let form, let value = form["q"] else { return false }
      return sameBytes(value, text) && form["next"] == "1"
    }
    #expect(failure == nil)
  }

  @Test func escapesWhatSeparates() {
    #expect(URLComponent("a/b?c=d&e+f g%ü").encoded == "a%2Fb%3Fc%3Dd%26e%2Bf%20g%25%C3%BC")
    #expect(URLComponent.query([]).isEmpty)
  }
}
