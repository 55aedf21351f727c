/// The `filename` of a `Content-Disposition`: quoted for ASCII, and by RFC 2231 for everything else.
enum FileNameParameter {
  /// Bytes of a name; longer ones are cut between characters, which keeps header lines short of 998.
  private static let limit = 150

  /// Pieces that may each stand on a line of their own.
  static func pieces(_ name: String) -> [[UInt8]] {
    let safe = safeName(name)
    guard safe.contains(where: { $0 >= 0x7f }) else { return [Array("filename=".utf8) + HeaderLine.quoted(safe)] }
    return [Array("filename*=UTF-8''".utf8) + percentEncoded(safe)]
  }

  private static func safeName(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in String(decoding: HeaderLine.cleaned(name), as: UTF8.self).unicodeScalars {
      let scalarBytes = scalar == "/" || scalar == "\\" ? Array("_".utf8) : Array(String(scalar).utf8)
      if bytes.count + scalarBytes.count > limit { break }
      bytes += scalarBytes
    }
    return bytes.isEmpty ? Array("file".utf8) : bytes
  }

  private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { byte in
      DotAtom.isAlphanumeric(byte) || Array(".-_".utf8).contains(byte)
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
