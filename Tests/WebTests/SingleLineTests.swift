import Core
import Testing
import Web

@Suite struct SingleLineTests {
  @Test func cleanTextIsOneLineWithoutOverridesAndStaysAsItIs() {
    let failure = HostileText.firstFailure(seed: 11) { text in
      let clean = SingleLine.clean(text)
      let scalars = Array(clean.unicodeScalars)
      for (index, scalar) in scalars.enumerated() {
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA1, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0x3000, 0xFEFF: return false
        case 0x20:
          if index == 0 || index == scalars.count - 1 || scalars[index + 1] == " " { return false }
        default: continue
        }
      }
      return sameBytes(SingleLine.clean(clean), clean) && sameBytes(NormalForm.composed(clean), clean)
    }
    #expect(failure == nil)
  }

  @Test func keepsWhatNamesNeed() {
    #expect(SingleLine.clean("  Zoë\t\r\n van  der\u{A0}Berg ") == "Zoë van der Berg")
    #expect(sameBytes(SingleLine.clean("e\u{301}"), "\u{E9}"))
    #expect(sameBytes(SingleLine.clean("e\u{202E}\u{301}"), "\u{E9}"))
    #expect(SingleLine.clean("\u{1F469}\u{200D}\u{1F467}").unicodeScalars.count == 3)
    #expect(sameBytes(SingleLine.clean("a\u{200F}b"), "a\u{200F}b"))
    #expect(SingleLine.clean("evil\u{202E}txt.exe") == "eviltxt.exe")
    #expect(SingleLine.clean("\u{202A}\u{FEFF} \n").isEmpty)
  }
}
