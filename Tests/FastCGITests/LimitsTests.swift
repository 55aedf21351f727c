import Testing

@testable import FastCGI

@Suite("Limits and credentials")
struct LimitsTests {
  let limits = Limits(maximumBody: 10, maximumUpload: 99, uploadPrefixes: ["/patients/import"])

  @Test(arguments: ["/patients/import", "/patients/import/", "/patients/import/4", "/patients/import?a=1"])
  func `an upload target takes uploads`(target: String) {
    #expect(limits.maximumBody(forTarget: target) == 99)
  }

  @Test(arguments: [
    "/", "/patients", "/patients/importer", "/a/patients/import", "/patients/%69mport", "/PATIENTS/IMPORT",
  ])
  func `nothing else does`(target: String) {
    #expect(limits.maximumBody(forTarget: target) == 10)
  }

  @Test func `only the very secret matches`() {
    let secret = Array("0123456789abcdef".utf8)
    let credentials = Credentials(secret: secret, allowedUIDs: [33])
    #expect(credentials.matches(secret))
    for wrong in [
      "", "0", "0123456789abcdeF", "0123456789abcdef0", "0123456789abcdef0123456789abcdef", "x123456789abcdef",
    ] {
      #expect(!credentials.matches(Array(wrong.utf8)), "\(wrong)")
    }
  }

  @Test func `only listed users may connect`() {
    let credentials = Credentials(secret: [UInt8](repeating: 1, count: 16), allowedUIDs: [33])
    #expect(credentials.allows(uid: 33))
    for uid in [0, 34, -1, 1 << 40] as [Int64] { #expect(!credentials.allows(uid: uid)) }
  }

  @Test func `request ids are 16 digits and differ`() {
    let ids = Set((0..<1000).map { _ in RequestID.make() })
    #expect(ids.count == 1000)
    #expect(ids.allSatisfy { $0.utf8.count == 16 && $0.allSatisfy(\.isHexDigit) })
  }
}
