/// Escaping for HTML text and quoted attribute values, over UTF-8 bytes.
///
/// By bytes, since a quote followed by a combining mark is one `Character` that equals no quote.
public enum HTMLEscape {
  /// Bits 0x22, 0x26, 0x27, 0x3C, 0x3E: `"` `&` `'` `<` `>`. All are below 0x40, so one word holds them.
  private static let special: UInt64 = 1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E

  /// Appends the text's UTF-8 with the five characters replaced by entities.
  @inline(__always)
  public static func append(_ text: String, to output: inout [UInt8]) {
    let done: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe append($0, to: &output) }
    if done == nil { append(Array(text.utf8), to: &output) }
  }

  /// Appends bytes of any encoding; all but the five are kept, also those that are no UTF-8.
  public static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0, to: &output) }
  }

  /// Copies the stretches between special bytes in one piece each.
  private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = unsafe bytes[index]
      if byte < 0x40, special & (1 << UInt64(byte)) != 0 {
        unsafe output.append(contentsOf: bytes[start..<index])
        appendEntity(byte, to: &output)
        start = index + 1
      }
      index += 1
    }
    unsafe output.append(contentsOf: bytes[start...])
  }

  private static func appendEntity(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
    default: output.append(contentsOf: "&#39;".utf8)
    }
  }
}
