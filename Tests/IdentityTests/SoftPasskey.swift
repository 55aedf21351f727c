import Core
import TestSupport

/// A passkey in software (Tests/peers/authenticator.py), with what PyPI's webauthn says of each of its answers.
final class SoftPasskey {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory() }

  struct Answer {
    var fields: [String: String]
    let isRightByWebAuthn: Bool
  }

  /// - Parameters:
  ///   - flags: of the authenticator data, hexadecimal; nil for a device that has seen and checked its user.
  func create(
    _ challenge: String, site: String = "praxis.example", origin: String = "https://praxis.example",
    flags: String? = nil
  ) throws -> Answer { try ask("create", challenge, site, origin, flags, 0) }

  func get(
    _ challenge: String, site: String = "praxis.example", origin: String = "https://praxis.example",
    flags: String? = nil, count: Int = 0
  ) throws -> Answer { try ask("get", challenge, site, origin, flags, count) }

  private func ask(
    _ act: String, _ challenge: String, _ site: String, _ origin: String, _ flags: String?, _ count: Int
  ) throws -> Answer {
    let usual = act == "create" ? "45" : "05"
    let process = try Peer.start(
      "authenticator.py", [folder.path + "/key", act, site, origin, challenge, flags ?? usual, String(count)])
    let words = try process.line(withinMilliseconds: 30_000).split(separator: " ").map(String.init)
    guard words.count == 5 else { throw TestFailure("the authenticator printed \(words)") }
    return Answer(
      fields: act == "create"
        ? ["new-passkey-id": words[0], "new-passkey-client-data": words[1], "new-passkey-authenticator-data": words[2]]
        : [
          "passkey-id": words[0], "passkey-client-data": words[1], "passkey-authenticator-data": words[2],
          "passkey-signature": words[3],
        ], isRightByWebAuthn: words[4] == "right")
  }
}

extension Staff {
  /// Signs in by password and code and adds this passkey.
  @discardableResult
  func add(_ passkey: SoftPasskey, _ browser: TestBrowser, name: String = "Key") throws -> TestResponse {
    if browser.staffCookie == nil { signIn(browser) }
    let page = browser.get("/account/passkeys/new")
    let answer = try passkey.create(page.value(after: "data-challenge=\"") ?? "")
    let added = browser.post("/account/passkeys", answer.fields.merging(["name": name]) { $1 })
    guard added.location == "/account/security?done=passkey" else {
      throw TestFailure("the passkey was not taken: \(added.status) \(added.words)")
    }
    // The token of a page behind the sign-in.
    browser.get("/account/security")
    return added
  }
}
