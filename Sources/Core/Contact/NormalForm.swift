@_spi(_Unicode) import Swift

/// Unicode normal form C: the same text is the same bytes, however it was typed.
///
/// The standard library normalises for `==` but offers it only as `_nfc`, behind an underscored interface; the public
/// way is Foundation, which costs 10 MB a worker. So it is used here, in one place, as swift-foundation does: were it
/// to go, this file would stop compiling and nothing else would change.
public enum NormalForm {
  public static func composed(_ text: some StringProtocol) -> String {
    // ASCII is composed already, and is most of what is typed.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
    var scalars = String.UnicodeScalarView()
    for scalar in String(text)._nfc { scalars.append(scalar) }
    return String(scalars)
  }

  /// Normal form D: letters and their marks stand apart, for comparing without accents.
  public static func decomposed(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
    var scalars = String.UnicodeScalarView()
    for scalar in String(text)._nfd { scalars.append(scalar) }
    return String(scalars)
  }
}
