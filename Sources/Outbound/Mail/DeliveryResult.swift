/// What became of one attempt to send a mail.
///
/// Reasons are the server's own words or libcurl's, one line, at most 200 bytes. They may name the recipient: show them
/// to staff of the practice, keep them out of logs.
public enum DeliveryResult: Sendable, Equatable {
  /// The server took responsibility for the mail.
  case accepted(code: Int)
  /// The server will not take this mail: 5xx. Another attempt gives the same answer.
  case refusedForever(code: Int, reason: String)
  /// 4xx, or no answer at all (code nil). The mail may have been taken if the connection broke at the very end, which
  /// is why a repeated send carries the same Message-ID.
  case tryLater(code: Int?, reason: String)
  /// Our settings are wrong, not the mail: no TLS where it is required, untrusted certificate, wrong password. Nothing
  /// was sent. For the operator to repair; the mail is worth another attempt after that.
  case misconfigured(String)
}
