import Core
import Crypto
import Database

/// One line of the checkpoint file: where the chains of all practices stood at one time, signed, and bound to the line
/// before it.
///
/// `praxis-checkpoint 1 <number> <kind> <time> <key id> <SHA-256 of the line before> <head>… <signature>`, parted by
/// single blanks. A head is `<practice>/<seq>/<count>/<mac>`. The Ed25519 signature covers every byte before it.
struct CheckpointLine: Sendable {
  enum Kind: String {
    /// Every practice: the first line of a day.
    case all
    /// Practices whose chain has moved since the line before; the others stand where they stood.
    case new
    /// Practices that may let events go, up to the one named.
    case seal
  }

  /// As counted in the file, from 1.
  let number: Int
  let kind: Kind
  let time: Instant
  let keyID: String
  /// 32 bytes; zeros for the first line.
  let previous: [UInt8]
  let heads: [AuditHead]
  let signature: [UInt8]

  private static let mark = "praxis-checkpoint 1 "
  static let nothingBefore = [UInt8](repeating: 0, count: 32)

  init(number: Int, kind: Kind, time: Instant, previous: [UInt8], heads: [AuditHead], key: SigningKey) {
    self.number = number
    self.kind = kind
    self.time = time
    keyID = key.verifyingKey.id
    self.previous = previous
    self.heads = heads
    signature = key.sign(
      Array(Self.signed(number, kind, time, keyID: keyID, previous: previous, heads: heads).utf8))
  }

  /// Without its line end.
  var text: String { signedText + Base64URL.encode(signature) }

  private var signedText: String {
    Self.signed(number, kind, time, keyID: keyID, previous: previous, heads: heads)
  }

  private static func signed(
    _ number: Int, _ kind: Kind, _ time: Instant, keyID: String, previous: [UInt8], heads: [AuditHead]
  ) -> String {
    let parts = heads.map { "\($0.practice)/\($0.seq)/\($0.count)/\(Hex.encode($0.mac)) " }
    return mark + "\(number) \(kind.rawValue) \(UTCText.microseconds(time)) \(keyID) \(Hex.encode(previous)) "
      + parts.joined()
  }

  func isSigned(by key: VerifyingKey) -> Bool {
    keyID == key.id && key.accepts(signature, of: Array(signedText.utf8))
  }

  /// Nil for a line that is none, also for one that says the same in other letters.
  init?(text: String) {
    guard text.hasPrefix(Self.mark) else { return nil }
    let words = text.dropFirst(Self.mark.count).split(separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 6, let number = Decimal.parse(words[0]), let kind = Kind(rawValue: String(words[1])),
      let time = UTCText.parse(words[2]), let previous = Hex.decode(words[4]), previous.count == 32,
      let last = words.last, let signature = Base64URL.decode(String(last)), signature.count == 64
    else { return nil }
    var heads: [AuditHead] = []
    for word in words[5..<(words.count - 1)] {
      guard let head = Self.head(word) else { return nil }
      heads.append(head)
    }
    self.number = number
    self.kind = kind
    self.time = time
    keyID = String(words[3])
    self.previous = previous
    self.heads = heads
    self.signature = signature
    guard self.text == text else { return nil }
  }

  private static func head(_ word: Substring) -> AuditHead? {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, let practice = EntityID(text: parts[0]), let seq = Decimal.parse(parts[1]),
      let count = Decimal.parse(parts[2]), let mac = Hex.decode(parts[3]), mac.count == 32
    else { return nil }
    return AuditHead(practice: practice, seq: seq, count: count, mac: mac)
  }

  /// In a sentence of the verifier.
  var title: String { "checkpoint \(number) of \(UTCText.seconds(time))" }
}
