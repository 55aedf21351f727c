public import Outbound
public import Templates

/// What the configuration decides for Messaging.
public struct MessagingSettings: Sendable {
  /// Nil where mail has no way out: then every notice fails and says so.
  let transport: (any MailTransport)?
  /// Envelope sender and address of the installation; mails carry the practice's name with it.
  let sender: MailAddress
  /// Scheme, host and port of links, without a final slash.
  let baseURL: String
  let catalogs: Catalogs
  /// Called between the steps of a send; a test ends the worker there.
  let checkpoint: @Sendable (SendStep) throws -> Void

  public init(transport: (any MailTransport)?, sender: MailAddress, baseURL: String, catalogs: Catalogs) {
    self.init(transport: transport, sender: sender, baseURL: baseURL, catalogs: catalogs) { _ in }
  }
  init(
    transport: (any MailTransport)?, sender: MailAddress, baseURL: String, catalogs: Catalogs,
    checkpoint: @escaping @Sendable (SendStep) throws -> Void
  ) {
    self.transport = transport
    self.sender = sender
    self.baseURL = baseURL
    self.catalogs = catalogs
    self.checkpoint = checkpoint
  }
}

/// The places between the steps of a send.
enum SendStep: Sendable, CaseIterable {
  case looked, marked, handedOver, recorded
}
