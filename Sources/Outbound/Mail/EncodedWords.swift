/// Reads RFC 2047 encoded words in UTF-8; other character sets stay as they are written.
enum EncodedWords {
  static func decode(_ text: String) -> String {
    var result: [UInt8] = []
    var wasEncoded = false
    for word in text.utf8.split(separator: 0x20, omittingEmptySubsequences: true) {
      let decoded = self.decoded(Array(word))
      // Blanks between two encoded words belong to neither.
      if !result.isEmpty, !(wasEncoded && decoded != nil) { result.append(0x20) }
      result += decoded ?? Array(word)
      wasEncoded = decoded != nil
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func decoded(_ word: [UInt8]) -> [UInt8]? {
    let pieces = word.split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
    guard pieces.count == 5, pieces[0].elementsEqual("=".utf8), pieces[4].elementsEqual("=".utf8),
      String(decoding: pieces[1], as: UTF8.self).lowercased() == "utf-8"
    else { return nil }
    switch String(decoding: pieces[2], as: UTF8.self).lowercased() {
    case "b": return Base64.decode(pieces[3])
    case "q": return QuotedPrintable.decode(pieces[3].map { $0 == UInt8(ascii: "_") ? 0x20 : $0 })
    default: return nil
    }
  }
}
