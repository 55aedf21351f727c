@_spi(Bootstrap) import Database
import TestSupport
import Testing

@Suite struct KeyCheckTests {
  @Test func aKeyFileOfAnotherInstallationIsNoticed() throws {
    try withPractice { p in
      let address = TestServer.address(user: "praxis_owner", schema: "praxis_store")
      let owner = try Connection(address, keys: TestServer.keys)
      #expect(try !owner.withSystem(.check) { try $0.practicesWithUnreadableKey() }.contains(p.slug))

      let stranger = try Connection(address, keys: TestServer.newKeys())
      #expect(try stranger.withSystem(.check) { try $0.practicesWithUnreadableKey() }.contains(p.slug))
    }
  }
}
