import Core
import Testing

@testable import Web

@Suite struct ICSTests {
  /// RFC 5545, sections 3.1 and 3.3.11, by bytes. Nil when a line is too long, holds a bare break or a raw separator.
  static func parse(_ file: String) -> (name: String, value: String)? {
    let bytes = Array(file.utf8)
    guard bytes.count >= 2, bytes.suffix(2).elementsEqual([0x0D, 0x0A]) else { return nil }
    var unfolded: [UInt8] = []
    var line: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x0D else {
        if bytes[index] == 0x0A { return nil }
        line.append(bytes[index])
        index += 1
        continue
      }
      // Each physical line is whole UTF-8 on its own and no longer than 75 octets.
      guard index + 1 < bytes.count, bytes[index + 1] == 0x0A, line.count <= 75,
        String(validating: line, as: UTF8.self) != nil
      else { return nil }
      unfolded += line
      line = []
      index += 2
      if index < bytes.count {
        guard bytes[index] == 0x20 else { return nil }
        line = []
        index += 1
        // The blank counts towards the 75.
        var end = index
        while end < bytes.count, bytes[end] != 0x0D { end += 1 }
        guard end - index + 1 <= 75 else { return nil }
      }
    }
    guard let colon = unfolded.firstIndex(of: 0x3A) else { return nil }
    guard let value = unescape(unfolded[(colon + 1)...]) else { return nil }
    return (String(decoding: unfolded[..<colon], as: UTF8.self), value)
  }

  static func unescape(_ raw: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in raw {
      if isEscaped {
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","): bytes.append(byte)
        default: return nil
        }
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte < 0x20 && byte != 0x09 || byte == 0x7F {
          return nil
        }
        bytes.append(byte)
      }
    }
    return isEscaped ? nil : String(validating: bytes, as: UTF8.self)
  }

  /// What should come back: line breaks are one LF, other controls are gone.
  static func expected(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    var index = 0
    while index + 1 < scalars.count {
      if scalars[index] == "\r", scalars[index + 1] == "\n" { scalars.remove(at: index) }
      index += 1
    }
    var kept = String.UnicodeScalarView()
    for scalar in scalars {
      if ["\r", "\n", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) {
        kept.append("\n")
      } else if scalar == "\t" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)) {
        kept.append(scalar)
      }
    }
    return String(kept)
  }

  @Test func everyTextComesBackFromOneFoldedProperty() {
    let failure = HostileText.firstFailure(seed: 2) { text in
      guard let (name, value) = Self.parse(ICSLine("SUMMARY", .text(ICSText(text))).encoded) else { return false }
      return name == "SUMMARY" && sameBytes(value, Self.expected(text))
    }
    #expect(failure == nil)
  }

  @Test func parametersCannotEndTheirQuotesOrTheLine() {
    let failure = HostileText.firstFailure(seed: 3) { text in
      let line = ICSLine("ATTENDEE", [("CN", text)], .literal("x")).encoded
      var unfolded: [UInt8] = []
      let bytes = Array(line.utf8)
      var index = 0
      while index < bytes.count {
        if bytes[index...].starts(with: [0x0D, 0x0A, 0x20]) { index += 3 } else { unfolded.append(bytes[index]); index += 1 }
      }
      guard unfolded.starts(with: "ATTENDEE;CN=".utf8), unfolded.suffix(4).elementsEqual(":x\r\n".utf8) else { return false }
      let value = unfolded.dropFirst(12).dropLast(4)
      let isQuoted = value.first == 0x22
      let inner = isQuoted ? value.dropFirst().dropLast() : value
      if inner.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x7F }) { return false }
      return isQuoted || !inner.contains { [0x3A, 0x3B, 0x2C].contains($0) }
    }
    #expect(failure == nil)
  }

  @Test func foldsAt75OctetsAndNotInsideACharactersBytes() {
    let line = String(repeating: "a", count: 74) + "שלום"
    let folded = Array(ICSLine.fold(line).utf8)
    #expect(folded.prefix(74).allSatisfy { $0 == UInt8(ascii: "a") })
    #expect(folded[74..<77].elementsEqual([0x0D, 0x0A, 0x20]))
    #expect(ICSLine.fold(String(repeating: "a", count: 75)).utf8.count == 77)
  }

  @Test func writesEachKindOfValue() throws {
    let moment = Instant(seconds: 1_806_195_605)
    #expect(ICSLine("DTSTAMP", .instant(moment)).encoded == "DTSTAMP:20270328T010005Z\r\n")
    let wall = try #require(LocalDateTime(text: "2027-03-28T24:00"))
    #expect(
      ICSLine("DTSTART", [("TZID", "Europe/Berlin")], .local(wall)).encoded
        == "DTSTART;TZID=Europe/Berlin:20270329T000000\r\n")
    #expect(ICSLine("TZOFFSETTO", .offset(-12600)).encoded == "TZOFFSETTO:-0330\r\n")
    #expect(ICSLine("X", .date(wall.date)).encoded == "X:20270328\r\n")
    #expect(ICSLine("SEQUENCE", .number(3)).encoded == "SEQUENCE:3\r\n")
    #expect(
      ICSLine("ORGANIZER", [("CN", "Dr. A, B")], .mail(try EmailAddress("a+b@example.org"))).encoded
        == "ORGANIZER;CN=\"Dr. A, B\":mailto:a+b@example.org\r\n")
    #expect(ICSText("a\r\nb\rc\n\nd\u{2028}").encoded == "a\\nb\\nc\\n\\nd\\n")
  }
}
