import Core
import Web

/// What somebody typed into the search box, understood word by word: e-mail addresses have an @, dates of birth are
/// dates, the rest of the digits is a telephone number, and everything else is part of a name. All of it must fit.
struct PatientQuery: Sendable {
  /// Code points of the typed text that are looked at.
  static let limit = 200

  let text: String
  let names: [NameFold]
  let emails: [String]
  /// Without leading zeros, so that a national spelling finds the international one.
  let phone: String
  let birthDays: [[LocalDate]]

  init(_ typed: String, _ language: Language) {
    text = SingleLine.clean(typed)
    var (names, emails, phone, days): ([NameFold], [String], [UInt8], [[LocalDate]]) = ([], [], [], [])
    for word in String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.limit))).split(separator: " ") {
      let meant = BirthDateInput.days(word, language)
      if !meant.isEmpty {
        days.append(meant)
      } else if word.utf8.contains(UInt8(ascii: "@")) {
        emails.append(NormalForm.composed(word.lowercased()))
      } else if PatientQuery.isPhone(word) {
        phone += PhoneIndex.digits(word)
      } else {
        let fold = NameFold(String(word))
        if !fold.words.isEmpty { names.append(fold) }
      }
    }
    self.names = names
    self.emails = emails
    self.phone = String(decoding: phone.drop { $0 == UInt8(ascii: "0") }, as: UTF8.self)
    birthDays = days
  }

  /// True when nothing was typed that could be looked for.
  var isEmpty: Bool { names.isEmpty && emails.isEmpty && phone.utf8.count < 3 && birthDays.isEmpty }

  private static func isPhone(_ word: Substring) -> Bool {
    let allowed = Array("0123456789+()-./".utf8)
    return word.utf8.allSatisfy { allowed.contains($0) } && !PhoneIndex.digits(word).isEmpty
  }
}
