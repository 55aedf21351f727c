import Core
import Crypto
import Database
import Routing
import Templates

/// Connecting an authenticator app: the secret in every form that apps take it in. `templates/team/_app-setup` shows
/// it.
struct AppSetup: TemplateModel {
  /// Four letters each, for typing.
  let groups: [String]
  let uri: String
  /// The `d` of an SVG path over a square of `qrModules` units, quiet zone included; nil shows the other forms alone.
  let qrPath: String?
  let qrModules: Int

  init(_ secret: TOTPSecret, account: String, issuer: String) {
    let letters = Array(secret.base32.utf8)
    groups = stride(from: 0, to: letters.count, by: 4).map {
      String(decoding: letters[$0..<min($0 + 4, letters.count)], as: UTF8.self)
    }
    uri = secret.uri(account: account, issuer: issuer)
    qrPath = nil
    qrModules = 0
  }

  static let fields: [Field<AppSetup>] = [
    .strings("groups") { $0.groups },
    .text("uri") { $0.uri },
    .optionalText("qrPath") { $0.qrPath },
    .number("qrModules") { $0.qrModules },
  ]

  private init(groups: [String], uri: String, qrPath: String?, qrModules: Int) {
    (self.groups, self.uri, self.qrPath, self.qrModules) = (groups, uri, qrPath, qrModules)
  }
  static let example = AppSetup(
    groups: ["ABCD", "EFGH"], uri: "otpauth://totp/a?secret=ABCDEFGH&issuer=b", qrPath: "M4 4h7v1h-7z", qrModules: 33)

  /// The secret that a link offers to one browser: the same each time, so that a refused form shows it again, and
  /// another one to every other browser, so that a mail scanner that opens the link sees no secret of anybody.
  static func secret(
    _ link: StaffLink, _ call: Call, in db: borrowing TenantReader
  ) throws -> TOTPSecret {
    guard let browser = call.browserHash else { throw Refusal.forbidden }
    let bytes = try db.blindIndex("\(link.id) \(Hex.encode(browser))", of: "staff-link-totp", bytes: TOTP.secretBytes)
    guard let secret = TOTPSecret(bytes) else { preconditionFailure("an index has the length that was asked for") }
    return secret
  }
}
