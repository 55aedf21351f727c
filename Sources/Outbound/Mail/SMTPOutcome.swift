import CCurl

/// Reads what libcurl reports about an SMTP exchange.
enum SMTPOutcome {
  static func read(_ code: CURLcode, _ transfer: CurlTransfer) -> DeliveryResult {
    let reply = transfer.responseCode
    if code == CURLE_OK { return .accepted(code: reply) }
    if transfer.isEgressRefused {
      return .misconfigured("Mail without TLS is sent to this machine only, and the mail server is another one.")
    }
    let words = cleaned(transfer.explanation(of: code))
    // 354 was the go-ahead for the mail's bytes; nothing has been said since the last of them.
    if transfer.isUploadTaken, reply == 354 { return .unknown(reason: words) }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT:
      return .tryLater(code: nil, reason: words)
    case CURLE_USE_SSL_FAILED where !(400...499).contains(reply):
      return .misconfigured("TLS is required, and the mail server does not offer it.")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
      return .misconfigured("The mail server's certificate is not trusted: " + words)
    case CURLE_SSL_CONNECT_ERROR:
      // OpenSSL names its own objections this way; a connection that broke reads otherwise and may work next time.
      return words.contains("SSL routines")
        ? .misconfigured("TLS with the mail server failed: " + words) : .tryLater(code: nil, reason: words)
    default: return byReply(reply, code, transfer, words)
    }
  }

  private static func byReply(
    _ reply: Int, _ code: CURLcode, _ transfer: CurlTransfer, _ words: String
  ) -> DeliveryResult {
    let reason = line(of: reply, in: transfer.headers) ?? words
    return switch reply {
    case 400...499: .tryLater(code: reply, reason: reason)
    // Authentication required, mechanism too weak, credentials invalid, encryption required (RFC 4954, 6).
    case 530, 534, 535, 538: .misconfigured("The mail server did not accept our sign-in: " + reason)
    case 500...599: .refusedForever(code: reply, reason: reason)
    default:
      code == CURLE_LOGIN_DENIED
        ? .misconfigured("The mail server did not accept our sign-in: " + words) : .tryLater(code: nil, reason: words)
    }
  }

  /// The server's last line with that code. The very last one answers our QUIT.
  private static func line(of code: Int, in replies: [UInt8]) -> String? {
    let lines = replies.split(whereSeparator: { $0 == 0x0d || $0 == 0x0a })
    return lines.last { $0.starts(with: String(code).utf8) }.map { cleaned(String(decoding: $0, as: UTF8.self)) }
  }

  /// One line of at most 200 bytes, cut between characters.
  private static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in String(decoding: HeaderLine.cleaned(text), as: UTF8.self).unicodeScalars {
      count += UTF8.width(scalar)
      if count > 200 { break }
      result.append(scalar)
    }
    return String(result)
  }
}
