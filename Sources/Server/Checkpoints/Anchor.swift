import Core
import Crypto
import Database

/// Where one practice's chain stood, signed: what its owner keeps outside the installation. Of no other practice, and
/// of no person.
///
/// Between two lines of dashes stands base64url of: practice 16 bytes, seq 8, count 8, time in microseconds 8, mac 32,
/// number of the checkpoint 8, SHA-256 of its line 32, Ed25519 signature 64, which covers a mark and all before it.
struct Anchor: Sendable {
  let head: AuditHead
  let time: Instant
  /// The line of the checkpoint file it was taken from.
  let checkpoint: Int
  let lineHash: [UInt8]
  let signature: [UInt8]

  private static let mark = Array("praxis audit anchor 1\n".utf8)
  private static let begin = "-----BEGIN PRAXIS ANCHOR-----"
  private static let end = "-----END PRAXIS ANCHOR-----"

  init(_ head: AuditHead, time: Instant, checkpoint: Int, lineHash: [UInt8], key: SigningKey) {
    self.head = head
    self.time = time
    self.checkpoint = checkpoint
    self.lineHash = lineHash
    signature = key.sign(Self.mark + Self.content(head, time, checkpoint, lineHash))
  }

  private static func content(_ head: AuditHead, _ time: Instant, _ checkpoint: Int, _ lineHash: [UInt8]) -> [UInt8] {
    head.practice.bytes + number(Int64(head.seq)) + number(Int64(head.count)) + number(time.microseconds) + head.mac
      + number(Int64(checkpoint)) + lineHash
  }
  private static func number(_ value: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * Int64($0))) }
  }

  func isSigned(by key: VerifyingKey) -> Bool {
    key.accepts(signature, of: Self.mark + Self.content(head, time, checkpoint, lineHash))
  }

  /// Short lines of letters, digits, `-` and `_`: no mail program changes them.
  var text: String {
    var lines = [Self.begin]
    var rest = Base64URL.encode(Self.content(head, time, checkpoint, lineHash) + signature)[...]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(60)))
      rest = rest.dropFirst(60)
    }
    return (lines + [Self.end]).joined(separator: "\n")
  }

  /// The first one in a text, such as a saved mail, whatever stands around it and before its lines.
  init?(in text: String) {
    guard let content = Self.between(Array(text.utf8), Array(Self.begin.utf8), Array(Self.end.utf8)) else {
      return nil
    }
    // Marks of quotation and line ends are no letters of base64url.
    let letters = content.filter { Self.isLetter($0) }
    guard let bytes = Base64URL.decode(String(decoding: letters, as: UTF8.self)), bytes.count == 176,
      let practice = EntityID(bytes: bytes[0..<16])
    else { return nil }
    func number(_ first: Int) -> Int64 { bytes[first..<(first + 8)].reduce(0) { $0 << 8 | Int64($1) } }
    let (seq, count, checkpoint) = (number(16), number(24), number(72))
    guard seq >= 0, count >= 0, checkpoint >= 0 else { return nil }
    head = AuditHead(practice: practice, seq: Int(seq), count: Int(count), mac: Array(bytes[40..<72]))
    time = Instant(microseconds: number(32))
    self.checkpoint = Int(checkpoint)
    lineHash = Array(bytes[80..<112])
    signature = Array(bytes[112..<176])
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func between(_ bytes: [UInt8], _ begin: [UInt8], _ end: [UInt8]) -> ArraySlice<UInt8>? {
    func place(of mark: [UInt8], from first: Int) -> Int? {
      guard bytes.count >= mark.count, first <= bytes.count - mark.count else { return nil }
      return (first...(bytes.count - mark.count)).first { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
    }
    guard let first = place(of: begin, from: 0), let last = place(of: end, from: first + begin.count) else {
      return nil
    }
    return bytes[(first + begin.count)..<last]
  }
}
