import Core
import Web

/// A message in the words of a template that WhatsApp has approved: its name with the carrier, and what its variables
/// stand for, from 1.
struct ApprovedContent: Sendable, Equatable {
  let id: String
  let values: [String]

  /// `HX` and 32 digits of base 16.
  static func isName(_ text: String) -> Bool {
    text.utf8.count == 34 && text.hasPrefix("HX") && Hex.decode(String(text.dropFirst(2))) != nil
  }

  /// As the carrier reads them. WhatsApp refuses a value that is empty, or holds line breaks or many spaces.
  var variables: String {
    let pairs = values.enumerated().map { index, value in
      JSONString("\(index + 1)").encoded + ":" + JSONString(ApprovedContent.line(value)).encoded
    }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  private static func line(_ text: String) -> String {
    let words = text.unicodeScalars.split { $0.properties.isWhitespace || $0.value < 0x20 }.map { String($0) }
    return words.isEmpty ? "-" : words.joined(separator: " ")
  }
}
