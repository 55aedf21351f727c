internal import Core

/// The key file on two sheets of paper: each sheet alone is random and says nothing, both together give the file back.
///
/// A share is 105 bytes: one is random, the other is the contents XOR the first. The contents are a version, the number
/// of the newest master key, that key, the platform key, the pepper and four bytes of their SHA-256. It is written in
/// Crockford's base 32 (no I, L, O, U) on six lines of 28 characters, each with a check of two.
public enum RecoveryShares {
  static let count = 105
  static let lines = 6
  static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// Two sheets, fresh each time.
  public static func make(of keys: MasterKeys) -> [String] {
    var contents: [UInt8] = [1]
    withUnsafeBytes(of: keys.newestMaster.bigEndian) { contents.append(contentsOf: $0) }
    contents += (keys.masters[keys.newestMaster] ?? []) + keys.platform + keys.pepper
    contents += Digest.sha256(contents).prefix(4)
    let first = SecureRandom.bytes(count)
    return [text("A", first), text("B", zip(contents, first).map { $0 ^ $1 })]
  }

  /// The key file that two sheets were made of; other text around their lines is left aside.
  public static func recover(from text: String) throws(KeyFileError) -> MasterKeys {
    let first = try share("A", in: text)
    let second = try share("B", in: text)
    let contents = zip(first, second).map { $0 ^ $1 }
    guard contents[0] == 1, Digest.sha256(Array(contents.prefix(101))).prefix(4).elementsEqual(contents.suffix(4))
    else {
      throw KeyFileError(description: "The two shares do not belong together: they were printed at different times.")
    }
    let id = contents[1..<5].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return MasterKeys(
      masters: [id: Array(contents[5..<37])], platform: Array(contents[37..<69]), pepper: Array(contents[69..<101]))
  }

  private static func text(_ name: String, _ share: [UInt8]) -> String {
    let characters = base32(share)
    var text = "Praxis recovery share \(name) of A and B\n"
    for line in 0..<lines {
      let part = Array(characters[line * 28..<line * 28 + 28])
      text += "\(name)\(line + 1)"
      for group in stride(from: 0, to: 28, by: 4) {
        text += " " + String(decoding: part[group..<group + 4], as: UTF8.self)
      }
      text += "  " + String(decoding: check(name, line, part), as: UTF8.self) + "\n"
    }
    return text
  }

  private static func check(_ name: String, _ line: Int, _ part: [UInt8]) -> [UInt8] {
    let hash = Digest.sha256(Array("\(name)\(line + 1)".utf8) + part)
    return [alphabet[Int(hash[0] & 31)], alphabet[Int(hash[1] & 31)]]
  }

  private static func share(_ name: String, in text: String) throws(KeyFileError) -> [UInt8] {
    var characters: [UInt8] = []
    for line in 0..<lines {
      guard let found = text.split(whereSeparator: \.isNewline).first(where: { starts($0, "\(name)\(line + 1)") })
      else {
        throw KeyFileError(description: "Line \(name)\(line + 1) of the shares is missing.")
      }
      let typed = read(found)
      let part = Array(typed.dropFirst(2).prefix(28))
      guard typed.count == 32, check(name, line, part).elementsEqual(typed.suffix(2)) else {
        throw KeyFileError(description: "Line \(name)\(line + 1) of the shares has a typing mistake.")
      }
      characters += part
    }
    return try bytes(characters, name)
  }

  private static func starts(_ line: Substring, _ label: String) -> Bool {
    let typed = read(line)
    return typed.count > 2 && typed.starts(with: label.utf8) && line.utf8.filter { $0 > 0x20 }.count <= 40
  }

  /// Upper case, without spaces and hyphens; what looks like a digit is one. The label stays as it is.
  private static func read(_ line: Substring) -> [UInt8] {
    let typed = line.uppercased().utf8.filter { $0 > 0x20 && $0 != UInt8(ascii: "-") }
    return typed.prefix(2)
      + typed.dropFirst(2).map { byte in
        switch byte {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        default: byte
        }
      }
  }

  private static func base32(_ bytes: [UInt8]) -> [UInt8] {
    var (buffer, bits, text) = (UInt32(0), 0, [UInt8]())
    for byte in bytes {
      (buffer, bits) = (buffer << 8 | UInt32(byte), bits + 8)
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
      }
      buffer &= 31
    }
    return text
  }

  private static func bytes(_ characters: [UInt8], _ name: String) throws(KeyFileError) -> [UInt8] {
    var (buffer, bits, bytes) = (UInt32(0), 0, [UInt8]())
    for character in characters {
      guard let value = alphabet.firstIndex(of: character) else {
        throw KeyFileError(description: "Share \(name) has a character that no share has.")
      }
      (buffer, bits) = (buffer << 5 | UInt32(value), bits + 5)
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(buffer >> UInt32(bits) & 255))
        buffer &= (1 << UInt32(bits)) - 1
      }
    }
    return bytes
  }
}
