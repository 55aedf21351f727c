internal import Messaging
internal import Outbound
internal import Templates

/// How mail leaves this installation.
enum MailWiring {
  /// - Throws: `OperatorError` for a sender, password file or message catalog that cannot be used.
  static func settings(_ configuration: Configuration) throws(OperatorError) -> MessagingSettings {
    let sender = try sender(configuration.smtp)
    return MessagingSettings(
      transport: try transport(configuration, sender: sender), sender: sender, baseURL: configuration.baseURL,
      catalogs: try catalogs(configuration))
  }

  /// How the proof of the audit trail reaches the owners of practices.
  static func anchors(_ configuration: Configuration) throws(OperatorError) -> AnchorMail {
    let sender = try sender(configuration.smtp)
    return AnchorMail(
      log: CheckpointLog(path: configuration.checkpointFile), keyPath: configuration.signingKeyFile,
      transport: try transport(configuration, sender: sender), sender: sender, catalogs: try catalogs(configuration))
  }

  static func catalogs(_ configuration: Configuration) throws(OperatorError) -> Catalogs {
    do throws(TemplateError) {
      return try Catalogs(directory: configuration.templatesFolder)
    } catch { throw OperatorError(error.description) }
  }

  /// Development keeps a copy of every mail in `var/mail`. Production without a server has no transport, and notices
  /// fail with a sentence that says so.
  private static func transport(
    _ configuration: Configuration, sender: MailAddress
  ) throws(OperatorError) -> (any MailTransport)? {
    let client = try client(configuration.smtp, sender: sender)
    guard configuration.isDevelopment else { return client }
    let folder = MailFolder(directory: configuration.varFolder + "/mail")
    return MailRelay(sink: MailSink(folder: folder), server: client)
  }

  private static func sender(_ settings: SMTPSettings) throws(OperatorError) -> MailAddress {
    // `.invalid` never exists (RFC 2606): no answer to a mail of development reaches a stranger.
    let text = settings.from ?? "praxis@development.invalid"
    guard let address = MailAddress(text) else { throw OperatorError("smtp_from is not an e-mail address: \(text).") }
    return address
  }

  private static func client(_ settings: SMTPSettings, sender: MailAddress) throws(OperatorError) -> SMTPClient? {
    guard let host = settings.host else { return nil }
    let security: Outbound.SMTPSettings.Security =
      switch settings.security {
      case .starttls: .startTLS
      case .tls: .implicit
      case .none: .none
      }
    let domain = sender.address.split(separator: "@").last.map(String.init) ?? "localhost"
    return SMTPClient(
      Outbound.SMTPSettings(
        host: host, port: settings.port, security: security, helloName: domain, username: settings.user,
        password: try settings.password()))
  }
}
