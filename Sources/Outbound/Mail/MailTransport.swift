/// Something that takes a mail and says what became of it. Blocks; for jobs, never for a request.
public protocol MailTransport: Sendable {
  func send(_ message: MailMessage) -> DeliveryResult
}
