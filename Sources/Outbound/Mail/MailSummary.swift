/// What a list of mails shows. Reads what `MailMessage` writes, and is lenient with the rest: for development pages.
public struct MailSummary: Sendable, Equatable {
  public let subject: String
  public let from: String
  public let to: String
  /// As it stands in the mail.
  public let date: String
  /// The first text/plain part, lines ended by LF. Empty when there is none.
  public let text: String

  public init(eml: [UInt8]) {
    let part = MIMEPart(eml)
    subject = EncodedWords.decode(part.headers["subject"] ?? "")
    from = EncodedWords.decode(part.headers["from"] ?? "")
    to = EncodedWords.decode(part.headers["to"] ?? "")
    date = part.headers["date"] ?? ""
    let body = part.firstText(depth: 0) ?? []
    text = String(decoding: body.filter { $0 != 0x0d }, as: UTF8.self)
  }
}
