import Crypto
import Web

/// `X-Twilio-Signature`: base64 of HMAC-SHA-1, keyed by the account's token, over the address as it was asked for and
/// every field, its name before its value, sorted by name.
enum TwilioSignature {
  static func make(_ address: String, _ fields: [(name: String, value: String)], token: String) -> String {
    let sorted = fields.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    let text = sorted.reduce(into: address) { $0 += $1.name + $1.value }
    return Base64.encode(Digest.hmacSHA1(key: Array(token.utf8), Array(text.utf8)))
  }

  static func isValid(
    _ signature: String, _ address: String, _ fields: [(name: String, value: String)], token: String
  ) -> Bool {
    Digest.areEqual(Array(signature.utf8), Array(make(address, fields, token: token).utf8))
  }
}
