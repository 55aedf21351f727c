import Core
import Crypto
import Database
import Routing
import Templates

/// Connecting an authenticator app: the secret in every form that apps take it in. `templates/identity/_qr` shows it.
struct AppSetup: TemplateModel {
  let secret: String
  let uri: String
  /// The modules of the QR code on a side, quiet zone included.
  let qrSide: Int
  /// The dark modules as the `d` of an SVG path.
  let qrPath: String

  init(_ secret: TOTPSecret, account: String, issuer: String) {
    self.init(secret: secret.grouped, uri: secret.uri(account: account, issuer: issuer))
  }
  private init(secret: String, uri: String) {
    let code = QRCode(uri)
    (self.secret, self.uri) = (secret, uri)
    qrSide = (code?.size ?? 0) + 8
    qrPath = code?.path ?? ""
  }

  static let fields: [Field<AppSetup>] = [
    .text("secret") { $0.secret },
    .text("uri") { $0.uri },
    .number("qrSide") { $0.qrSide },
    .text("qrPath") { $0.qrPath },
  ]
  static let example = AppSetup(secret: "ABCD EFGH", uri: "otpauth://totp/a?secret=ABCDEFGH&issuer=b")

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
