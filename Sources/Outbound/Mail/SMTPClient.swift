import CCurl
import CCurlShim

/// Sends each mail over a connection of its own to the configured server.
public struct SMTPClient: MailTransport {
  public let settings: SMTPSettings

  public init(_ settings: SMTPSettings) { self.settings = settings }

  public func send(_ message: MailMessage) -> DeliveryResult {
    guard HeaderToken.isToken(settings.helloName), let address = serverAddress else {
      return .misconfigured("The mail server's host, port or our own name is not valid.")
    }
    let rule: EgressRule = settings.security == .none ? .loopbackOnly : .anywhere
    guard let transfer = CurlTransfer(egress: rule, bodyLimit: CurlTransfer.headerLimit) else {
      return .misconfigured("libcurl could not be started.")
    }
    return withExtendedLifetime(address) {
      prepare(transfer, address, message)
      return SMTPOutcome.read(transfer.perform(), transfer)
    }
  }

  private var serverAddress: CurlAddress? {
    let scheme = settings.security == .implicit ? "smtps" : "smtp"
    return CurlAddress(scheme: scheme, host: settings.host, port: settings.port, path: settings.helloName)
  }

  private func prepare(_ transfer: CurlTransfer, _ address: CurlAddress, _ message: MailMessage) {
    transfer.set(CURLOPT_CURLU, pointer: UnsafeMutableRawPointer(address.handle))
    transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    if settings.security == .startTLS { transfer.set(CURLOPT_USE_SSL, praxis_curl_use_tls_always()) }
    if let authorities = settings.authorities { transfer.set(CURLOPT_CAINFO, authorities) }
    if let username = settings.username { transfer.set(CURLOPT_USERNAME, username) }
    if let password = settings.password { transfer.set(CURLOPT_PASSWORD, password) }
    transfer.set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout)
    transfer.set(CURLOPT_TIMEOUT_MS, settings.timeout)
    transfer.set(CURLOPT_MAIL_FROM, message.from.address)
    transfer.set(CURLOPT_MAIL_RCPT, list: [message.to.address])
    transfer.upload = message.serialized
    transfer.set(CURLOPT_UPLOAD, 1)
    transfer.set(CURLOPT_INFILESIZE_LARGE, size: transfer.upload.count)
  }
}
