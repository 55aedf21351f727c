/// Writes mails to a folder instead of sending them. For development.
public struct MailSink: MailTransport {
  public let folder: MailFolder

  public init(folder: MailFolder) { self.folder = folder }

  /// A folder that cannot be written to is `.tryLater`, as a full disk is.
  public func send(_ message: MailMessage) -> DeliveryResult {
    do throws(MailFolder.Failure) {
      try folder.write(message)
      return .accepted(code: 250)
    } catch {
      return .tryLater(code: nil, reason: "The mail folder refused \(error.operation): errno \(error.code).")
    }
  }
}
