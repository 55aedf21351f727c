/// Reproducible random numbers (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Text made to get past encoders: specials joined into one `Character` with what follows, bidi overrides, line ends
/// of every kind, emoji sequences, half-decoded bytes, and the words of the formats themselves.
struct HostileText {
  var random: Seeded
  init(seed: UInt64) { random = Seeded(state: seed) }

  static let pieces: [String] = [
    "\"", "'", "\\", ",", ";", ":", "=", "+", "-", "@", "<", ">", "&", "%", "/", "?", "#", "=?", "?=", "\"\"", "\\n",
    "\r\n", "\r", "\n", "\t", "\0", "\u{1B}", "\u{7F}", "\u{85}", "\u{9F}", "\u{2028}", "\u{2029}", "\u{B}", "\u{C}",
    "\"\u{301}", "\\\u{301}", ";\u{301}", ",\u{20DD}", "<\u{338}", "=\u{338}", "\r\u{301}", "\n\u{FE0F}", "\0\u{301}",
    "\u{301}", "\u{FE0F}", "\u{200D}", "\u{200B}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202E}", "\u{2066}",
    "\u{2069}", "\u{FEFF}", "\u{A0}", "\u{3000}", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{FFFD}",
    "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F1E9}\u{1F1EA}", "\u{1F3F4}\u{E0067}", "é", "e\u{301}",
    "\u{5E9}\u{5C1}\u{5BC}", "שלום", "Müller", "\u{1100}\u{1161}", "\u{AC00}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}",
    "a", "b", "Z", "0", "9", " ", "  ", "BEGIN:VEVENT", "</script>", "%00", "%0d%0a", "=cmd|' /C calc'!A0", "A",
    "filename*=", "\u{130}", "\u{17F}", "\u{212A}",
  ]

  mutating func next() -> String {
    // Some of the runs are long enough to be folded or cut.
    let count = Int.random(in: 0...(Int.random(in: 0..<20, using: &random) == 0 ? 60 : 8), using: &random)
    var text = ""
    for _ in 0..<count {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: text += String(decoding: bytes(), as: UTF8.self)
      case 1: text.unicodeScalars.append(scalar())
      default: text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
      }
    }
    return text
  }

  /// As they come from an upload: among them lone surrogates and cut sequences, which decoding repairs to U+FFFD.
  private mutating func bytes() -> [UInt8] {
    let samples: [[UInt8]] = [[0xED, 0xA0, 0x80], [0xC3], [0xF0, 0x9F], [0xC0, 0xAF], [0xE2, 0x80], [0x80, 0x22]]
    return samples[Int.random(in: 0..<samples.count, using: &random)]
  }
  private mutating func scalar() -> Unicode.Scalar {
    while true {
      let bound: UInt32 = Bool.random(using: &random) ? 0x100 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) { return scalar }
    }
  }

  /// Runs `check` on many texts and names the first for which it fails.
  static func firstFailure(seed: UInt64, cases: Int = 100_000, _ check: (String) -> Bool) -> String? {
    var texts = HostileText(seed: seed)
    for _ in 0..<cases {
      let text = texts.next()
      if !check(text) {
        return text.unicodeScalars.map { "U+" + String($0.value, radix: 16) }.joined(separator: " ")
      }
    }
    return nil
  }
}

func sameBytes(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
