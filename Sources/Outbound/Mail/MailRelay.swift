/// A copy in the folder, then the mail server when there is one.
public struct MailRelay: MailTransport {
  public let sink: MailSink
  public let server: SMTPClient?

  public init(sink: MailSink, server: SMTPClient?) {
    self.sink = sink
    self.server = server
  }

  /// The server's answer where there is a server: the copy is a convenience and never keeps a mail from being sent.
  public func send(_ message: MailMessage) -> DeliveryResult {
    let copy = sink.send(message)
    return server?.send(message) ?? copy
  }
}
