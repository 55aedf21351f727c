public import Core

/// One mail to one recipient. Every part is checked by its own type, so no message can break out of its headers.
public struct MailMessage: Sendable, Equatable {
  public let id: MessageID
  public let date: Instant
  /// Shown sender and envelope sender.
  public let from: MailAddress
  public let to: MailAddress
  public let replyTo: MailAddress?
  /// Any text; controls become spaces.
  public let subject: String
  public let language: Language
  /// Plain text with any kind of line ends.
  public let text: String
  /// The same in HTML, for readers that prefer it.
  public let html: String?
  public let attachments: [MailAttachment]
  /// Where a POST without a cookie unsubscribes (RFC 8058); `mailto:` unsubscribes by a mail.
  public let unsubscribe: MailLink?

  public init(
    id: MessageID, date: Instant, from: MailAddress, to: MailAddress, replyTo: MailAddress? = nil, subject: String,
    language: Language, text: String, html: String? = nil, attachments: [MailAttachment] = [],
    unsubscribe: MailLink? = nil
  ) {
    self.id = id
    self.date = date
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.language = language
    self.text = text
    self.html = html
    self.attachments = attachments
    self.unsubscribe = unsubscribe
  }

  /// The mail as it is sent and stored (`.eml`): RFC 5322 and MIME, CRLF, ASCII only, lines of at most 76 bytes
  /// wherever they can be broken. The same message always gives the same bytes.
  public var serialized: [UInt8] { MIMEWriter.write(self) }
}
