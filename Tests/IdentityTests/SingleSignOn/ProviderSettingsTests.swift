import Core
import Database
import Identity
import Outbound
import SQL
import TestSupport
import Testing

/// The owner's page for the practice's identity provider.
@Suite struct ProviderSettingsTests {
  private func withDesk(isOn: Bool = true, _ body: (ProviderDesk) throws -> Void) throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice in try body(try ProviderDesk(practice, peer, isOn: isOn)) }
  }
  private let path = "/settings/single-sign-on"

  @Test func isOffUntilTheOwnerTurnsItOnAndSaysSo() throws {
    try withDesk(isOn: false) { desk throws in
      let page = desk.atOwner.get(path)
      #expect(page.words.contains("Off. Nobody is asked for it."))
      #expect(page.words.contains("https://praxis.example\(desk.door)/return"))
      #expect(desk.atOwner.get("/settings").body.contains("href=\"\(path)\""))
      #expect(desk.save().location == path + "?done=on")
      let on = desk.atOwner.get(path + "?done=on")
      #expect(on.words.contains("Staff sign-in") == false && on.words.contains("staff may sign in by it"))
      #expect(!on.body.contains(OIDCPeer.secret), "a secret is never shown again")
      #expect(try desk.practice.events("provider.change") == 1)
    }
  }

  @Test func onlyTheOwnerSeesItAndWithAFactorShownJustNow() throws {
    try withDesk { desk throws in
      let admin = try Staff(in: desk.practice, role: .admin)
      let browser = TestBrowser.somewhere()
      try browser.signIn(admin.user, of: desk.practice)
      #expect(browser.get(path).status == 403 && browser.post(path, [:]).status == 403)
      #expect(browser.post(path + "/test", [:]).status == 403)
      #expect(!browser.get("/settings").body.contains(path))
      desk.atOwner.now = desk.atOwner.now.adding(seconds: 301)
      #expect(desk.atOwner.get(path).status == 423)
      #expect(desk.atOwner.post(path, ["isOn": ""]).status == 423)
    }
  }

  @Test func whatIsTypedMustFit() throws {
    try withDesk(isOn: false) { desk throws in
      let wrong: [(field: String, value: String)] = [
        ("issuer", ""), ("issuer", "ftp://login.example.com"), ("issuer", "login.example.com"),
        ("issuer", "https://user:pw@login.example.com"), ("issuer", "https://login.example.com/?a=b"),
        ("issuer", "https://login.example.com/#a"), ("issuer", "https://löwe.example"), ("clientID", ""),
        ("clientID", "ключ"), ("clientSecret", "two words"), ("clientSecret", String(repeating: "a", count: 401)),
        ("emailDomain", "practice"), ("emailDomain", "@practice.example"), ("emailDomain", "a..b"),
      ]
      for (field, value) in wrong {
        let answer = desk.save([field: value])
        #expect(answer.status == 422 && answer.body.contains("id=\"\(field)-error\""), "\(field) \(value)")
        #expect(!answer.body.contains(OIDCPeer.secret), "what is refused is not shown again either")
      }
      #expect(try desk.practice.events("provider.change") == 0)
    }
  }

  /// Production's rules: nothing on this machine, nothing private, nothing but https at its own port.
  @Test func addressesInsideAreNotCalled() throws {
    let client = ProviderClientRules.production
    for address in ["http://login.example.com", "https://login.example.com:8443", "https://"] {
      #expect(client.refusal(of: address) != nil, "\(address)")
    }
    for address in ["https://127.0.0.1/a", "https://10.0.0.1/a", "https://169.254.169.254/latest", "https://[::1]/a"] {
      #expect(client.send(HTTPRequest(.get, address)) == .refused(.address), "\(address)")
    }
  }

  @Test func isTurnedOnOnlyByAProviderThatFits() throws {
    try withDesk(isOn: false) { desk throws in
      let unfit: [(words: String, description: [String: Any])] = [
        ("calls itself by another name", ["issuer": "https://login.example.com"]),
        ("does not offer PKCE", ["code_challenge_methods_supported": ["plain"]]),
        ("neither with RS256 nor with ES256", ["id_token_signing_alg_values_supported": ["HS256", "none"]]),
        ("does not describe itself", ["token_endpoint": "ftp://x"]),
        ("does not describe itself", ["jwks_uri": 5]),
        ("publishes no key", ["jwks_uri": desk.peer.issuer + "/.well-known/openid-configuration"]),
        ("does not answer", ["jwks_uri": desk.peer.issuer + "/nowhere"]),
      ]
      for (words, description) in unfit {
        try desk.peer.control(["description": description])
        let answer = desk.save()
        #expect(answer.status == 422 && answer.words.contains(words), "\(description)")
      }
      #expect(desk.save(["issuer": "http://127.0.0.1:1"]).words.contains("does not answer"))
      #expect(desk.save(["isOn": ""]).location == path + "?done=off", "off, it may be saved unseen")
      try desk.peer.control(["description": [String: Any]()])
      #expect(desk.save(["clientSecret": ""]).location == path + "?done=on", "the secret was kept")
    }
  }

  @Test func theConnectionIsTested() throws {
    try withDesk { desk throws in
      desk.atOwner.get(path)
      #expect(desk.atOwner.post(path + "/test", [:]).location == path + "?done=tested")
      #expect(desk.atOwner.get(path + "?done=tested").words.contains("The provider has answered"))
      try desk.peer.control(["description": ["issuer": "https://login.example.com"]])
      desk.atOwner.get(path)
      let answer = desk.atOwner.post(path + "/test", [:])
      #expect(answer.status == 422 && answer.words.contains("calls itself by another name"))
      #expect(try desk.practice.events("provider.test") == 1)
    }
  }

  @Test func twoOwnersDoNotOverwriteEachOther() throws {
    try withDesk { desk throws in
      let stale = desk.save(["version": "0", "emailDomain": "practice.example"])
      #expect(stale.status == 409)
    }
  }

  @Test func turningItOffOrAnotherIssuerEndsWhatItBegan() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      try desk.peer.control(["amr": ["mfa"]])
      let (byProvider, byPassword) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      #expect(try desk.signIn(byProvider).location == "/calendar")
      #expect(desk.staff.signIn(byPassword).location == "/calendar")
      #expect(desk.save(["isOn": ""]).location == path + "?done=off")
      #expect(byProvider.get("/account").location == "/sign-in" && byPassword.get("/account").status == 200)
      #expect(TestBrowser.somewhere().get(desk.door + "/provider").location == desk.door)
      #expect(desk.save().location == path + "?done=on")
      #expect(try desk.signIn(TestBrowser.somewhere()).location == "/calendar", "the connection was kept")
      let other = try OIDCPeer()
      defer { other.stop() }
      #expect(desk.save(["issuer": other.issuer]).location == path + "?done=on")
      let left = try desk.practice.asOperator { db in
        try db.reader.first("SELECT COUNT(*) FROM identity_provider_link WHERE practice_id = \(db.scope)") {
          try $0.int(0)
        }
      }
      #expect(left == 0, "another issuer knows nobody")
    }
  }

  @Test func speaksHebrewFromRightToLeft() throws {
    try withDesk { desk throws in
      let page = desk.atOwner.get(path + "?lang=he")
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("כניסה אחודה"))
    }
  }
}

/// The rules as production has them.
enum ProviderClientRules {
  static let production = HTTPClient(timeout: 3000)
}
