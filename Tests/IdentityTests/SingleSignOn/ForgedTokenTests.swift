import Core
import Database
import Foundation
import SQL
import TestSupport
import Testing

@testable import Identity

/// What a provider, or somebody in its place, could say that is not to be believed. Each is refused for its own reason.
@Suite struct ForgedTokenTests {
  @Test func eachForgeryIsRefusedForItsReason() throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice throws in
      let desk = try ProviderDesk(practice, peer).connected()
      let now = Int(Instant.now.seconds)
      let forgeries: [(why: String, settings: [String: Any])] = [
        ("algorithm", ["forge": "none"]),
        ("algorithm", ["forge": "hs256"]),
        ("signature", ["forge": "swapped"]),
        ("issuer", ["claims": ["iss": "https://login.example.com"]]),
        ("audience", ["claims": ["aud": "somebody-else"]]),
        ("audience", ["claims": ["aud": ["somebody-else", OIDCPeer.client]]]),
        ("audience", ["claims": ["aud": OIDCPeer.client, "azp": "somebody-else"]]),
        ("audience", ["claims": ["aud": NSNull()]]),
        ("expired", ["claims": ["exp": now - 61]]),
        ("expired", ["claims": ["exp": NSNull()]]),
        ("expired", ["claims": ["exp": "\(now + 600)"]]),
        ("issuedAt", ["claims": ["iat": now - 700]]),
        ("issuedAt", ["claims": ["iat": now + 200]]),
        ("issuedAt", ["claims": ["iat": NSNull()]]),
        ("issuedAt", ["claims": ["nbf": now + 200]]),
        ("nonce", ["claims": ["nonce": "another one"]]),
        ("nonce", ["claims": ["nonce": NSNull()]]),
        ("subject", ["claims": ["sub": ""]]),
        ("subject", ["claims": ["sub": NSNull()]]),
        ("notConnected", ["claims": ["sub": "Anna"]]),
      ]
      for (why, settings) in forgeries {
        let honest: [String: Any] = ["forge": "", "claims": [String: Any](), "amr": ["mfa"]]
        try peer.control(honest.merging(settings) { $1 })
        let browser = TestBrowser.somewhere()
        let answer = try desk.signIn(browser)
        #expect(answer.status == 422 && browser.staffCookie == nil, "\(settings)")
        #expect(try newestRefusal(practice) == "provider,\(why)", "\(settings)")
      }
      try peer.control([
        "forge": "", "claims": ["aud": ["somebody-else", OIDCPeer.client], "azp": OIDCPeer.client, "nbf": now - 5],
      ])
      #expect(try desk.signIn(TestBrowser.somewhere()).location == "/calendar", "nothing is wrong with this one")
    }
  }

  @Test func anAddressOutsideThePracticesDomainIsRefused() throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice throws in
      let desk = try ProviderDesk(practice, peer).connected()
      #expect(desk.save(["emailDomain": "Practice.Example"]).location == "/settings/single-sign-on?done=on")
      try peer.control(["amr": ["mfa"]])
      #expect(try desk.signIn(TestBrowser.somewhere()).location == "/calendar")
      for claims: [String: Any] in [
        ["email": "anna@evil.example"], ["email": "anna@practice.example.evil.example"],
        ["email": "anna@sub.practice.example"], ["email_verified": false], ["email_verified": "true"],
        ["email": "practice.example"], ["email": NSNull()],
      ] {
        try peer.control(["claims": claims])
        #expect(try desk.signIn(TestBrowser.somewhere()).status == 422, "\(claims)")
        #expect(try newestRefusal(practice) == "provider,domain", "\(claims)")
      }
    }
  }

  /// RFC 9207: an answer of another provider, sent to where ours would answer.
  @Test func answersOfAnotherProviderAreRefusedBeforeTheirCodeIsSentAnywhere() throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice throws in
      let desk = try ProviderDesk(practice, peer).connected()
      try peer.control(["amr": ["mfa"]])
      let before = try peer.control([:])
      for change in ["&iss=https%3A%2F%2Fevil.example", ""] {
        let browser = TestBrowser.somewhere()
        let address = try desk.leave(browser)
        let start = try #require(address.range(of: "&iss="))
        #expect(desk.send(address[..<start.lowerBound] + change, browser).status == 422, "iss \(change)")
        #expect(try newestRefusal(practice) == "provider,mixUp")
      }
      #expect(try peer.control([:]) == before, "no code was sent to the provider")
    }
  }

  /// The provider itself takes no code without the verifier of whoever asked for it.
  @Test func pkceIsAskedForAndProven() throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice throws in
      let desk = try ProviderDesk(practice, peer).connected()
      let browser = TestBrowser.somewhere()
      browser.get(desk.door)
      let address = try #require(browser.get(desk.door + "/provider").location)
      #expect(address.contains("code_challenge_method=S256") && address.contains("scope=openid&"))
      let bare = address.replacing(/&code_challenge=[^&]+/, with: "")
      #expect(try peer.refusal(at: bare) == 400, "Authlib gives no code without a challenge")
      let foreign = address.replacing(
        /code_challenge=[^&]+/, with: "code_challenge=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
      #expect(desk.send(try peer.signIn(at: foreign), browser).status == 422)
      #expect(try newestRefusal(practice) == "provider,code", "and none for another challenge than ours")
    }
  }

  private func newestRefusal(_ practice: TestPractice) throws -> String {
    try practice.asOperator { db in
      try db.reader.first(
        """
        SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'session.refuse'
        ORDER BY seq DESC LIMIT 1
        """
      ) { try $0.text(0) }
    } ?? ""
  }
}
