/// Width and height that the header of a picture states, in pixels. Nil when the bytes are no such picture.
enum PictureSize {
  /// Signature and first chunk (PNG 1.2, 5.2 and 11.2.2).
  static func ofPNG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    guard bytes.count >= 33, bytes.starts(with: signature), bytes[12..<16].elementsEqual(Array("IHDR".utf8)) else {
      return nil
    }
    return checked(number(bytes[16..<20]), number(bytes[20..<24]))
  }

  /// Walks the segments to the first start of frame (ITU-T T.81, B.2.2).
  static func ofJPEG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.starts(with: [0xff, 0xd8, 0xff]) else { return nil }
    var index = 2
    while index + 9 < bytes.count {
      guard bytes[index] == 0xff else { return nil }
      let marker = bytes[index + 1]
      if marker == 0xff {
        index += 1
        continue
      }
      if isStartOfFrame(marker) {
        return checked(number(bytes[(index + 7)..<(index + 9)]), number(bytes[(index + 5)..<(index + 7)]))
      }
      let length = number(bytes[(index + 2)..<(index + 4)])
      guard length >= 2, marker != 0xda, marker != 0xd9 else { return nil }
      index += 2 + length
    }
    return nil
  }

  private static func isStartOfFrame(_ marker: UInt8) -> Bool {
    (0xc0...0xcf).contains(marker) && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
  }
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
  private static func checked(_ width: Int, _ height: Int) -> (width: Int, height: Int)? {
    width > 0 && height > 0 ? (width, height) : nil
  }
}
