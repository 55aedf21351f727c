@testable import Crypto
import Testing

@Suite struct RecoverySharesTests {
  private func keys() throws -> MasterKeys { try MasterKeys.parse(MasterKeys.newFile(), path: "keys") }
  private func sentence(_ text: String) -> String {
    do throws(KeyFileError) {
      _ = try RecoveryShares.recover(from: text)
      return "recovered"
    } catch { return error.description }
  }

  @Test func bothSharesGiveTheFileBack() throws {
    for keys in [try keys(), try keys().addingMaster().keepingNewestMaster()] {
      let sheets = RecoveryShares.make(of: keys)
      #expect(try RecoveryShares.recover(from: sheets.joined()).fileText == keys.fileText)
      #expect(try RecoveryShares.recover(from: sheets.reversed().joined(separator: "\n")).fileText == keys.fileText)
      // As people type: lower case, other spaces, letters for digits.
      let typed = sheets.joined().lowercased().replacing("  ", with: " - ").replacing("0", with: "o")
      #expect(try RecoveryShares.recover(from: typed).fileText == keys.fileText)
    }
  }

  @Test func oneShareSaysNothingAndEveryMistakeIsNamed() throws {
    let keys = try keys()
    let (first, second) = (RecoveryShares.make(of: keys), RecoveryShares.make(of: keys))
    #expect(first[0] != second[0] && first[1] != second[1])
    #expect(sentence(first[0]) == "Line B1 of the shares is missing.")
    #expect(sentence("") == "Line A1 of the shares is missing.")
    #expect(sentence(first[0] + second[1]).contains("do not belong together"))
    let lines = first.joined().split(separator: "\n").map(String.init)
    for (index, line) in lines.enumerated() where line.count > 30 && line.first != "P" {
      for place in [4, 12, line.count - 1] {
        var characters = Array(line)
        guard characters[place] != " " else { continue }
        characters[place] = characters[place] == "7" ? "8" : "7"
        var wrong = lines
        wrong[index] = String(characters)
        // One wrong character in 1024 passes the check of its line; the check over all catches it.
        #expect(sentence(wrong.joined(separator: "\n")) != "recovered")
      }
    }
  }
}
