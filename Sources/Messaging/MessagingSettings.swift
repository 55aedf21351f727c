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
  /// Texts leave by the account that each practice has set up.
  let texts: any TextTransport
  /// Called between the steps of a send; a test ends the worker there.
  let checkpoint: @Sendable (SendStep) throws -> Void

  public init(transport: (any MailTransport)?, sender: MailAddress, baseURL: String, catalogs: Catalogs) {
    let texts = TwilioClient(http: HTTPClient(bodyLimit: 65_536, timeout: 10_000), baseURL: TwilioClient.address)
    self.init(transport: transport, sender: sender, baseURL: baseURL, catalogs: catalogs, texts: texts) { _ in }
  }
  init(
    transport: (any MailTransport)?, sender: MailAddress, baseURL: String, catalogs: Catalogs,
    texts: any TextTransport, checkpoint: @escaping @Sendable (SendStep) throws -> Void
  ) {
    self.transport = transport
    self.sender = sender
    self.baseURL = baseURL
    self.catalogs = catalogs
    self.texts = texts
    self.checkpoint = checkpoint
  }
}

/// The places between the steps of a send.
enum SendStep: Sendable, CaseIterable {
  case looked, marked, handedOver, recorded
}
