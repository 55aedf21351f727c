/// What became of one attempt to send a mail.
///
/// Reasons are the server's own words or libcurl's, one line, at most 200 bytes. They may name the recipient: show them
/// to staff of the practice, keep them out of logs.
public enum DeliveryResult: Sendable, Equatable {
  /// The server took responsibility for the mail.
  case accepted(code: Int)
  /// The server will not take this mail: 5xx. Another attempt gives the same answer.
  case refusedForever(code: Int, reason: String)
  /// 4xx, or no answer at all (code nil). The server did not take the mail.
  case tryLater(code: Int?, reason: String)
  /// All of the mail went out and the answer to it was lost: the server may have taken it. Sending it again could
  /// deliver it twice; the Message-ID is the same then.
  case unknown(reason: String)
  /// Our settings are wrong, not the mail: no TLS where it is required, untrusted certificate, wrong password. Nothing
  /// was sent. For the operator to repair; the mail is worth another attempt after that.
  case misconfigured(String)
}
