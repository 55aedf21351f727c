import CCurl

/// HTTPS to hosts that users name: webhooks, calendars, providers. Blocks; for jobs. The one exception is somebody's
/// sign-in by their practice's own provider, which ends within the request or not at all (`timeout` is short there).
///
/// Rules: https, port 443 unless allowed, no redirects, no proxies, no cookies, no private or special addresses however
/// the name resolves, whole exchange within `timeout`, body within `bodyLimit`.
public struct HTTPClient: Sendable {
  /// Ports besides 443.
  public let allowedPorts: Set<Int>
  /// For tests: permits http and any port, but then only to this machine. https may reach this machine as well.
  public let allowsLoopback: Bool
  /// Bytes of a response body.
  public let bodyLimit: Int
  /// Milliseconds for the whole exchange.
  public let timeout: Int
  /// PEM file of trusted authorities; nil takes the system's.
  public let authorities: String?

  public init(
    allowedPorts: Set<Int> = [], allowsLoopback: Bool = false, bodyLimit: Int = 1_048_576, timeout: Int = 5000,
    authorities: String? = nil
  ) {
    self.allowedPorts = allowedPorts
    self.allowsLoopback = allowsLoopback
    self.bodyLimit = bodyLimit
    self.timeout = timeout
    self.authorities = authorities
  }

  /// Why nothing would be sent to this address, whatever its host resolves to; nil when something would.
  public func refusal(of url: String) -> HTTPRefusal? {
    guard let address = CurlAddress(url: url), let port = address.port else { return .malformedURL }
    guard address.scheme == "https" || address.scheme == "http" && allowsLoopback else { return .scheme }
    return isUsual(port) || allowsLoopback ? nil : .port
  }
  private func isUsual(_ port: Int) -> Bool { port == 443 || allowedPorts.contains(port) }

  public func send(_ request: HTTPRequest) -> HTTPResult {
    guard request.hasSafeHeaders else { return .refused(.header) }
    if let refusal = refusal(of: request.url) { return .refused(refusal) }
    guard let address = CurlAddress(url: request.url), let port = address.port else { return .refused(.malformedURL) }
    let isPlain = address.scheme == "http"
    let rule =
      isPlain || !isUsual(port) ? .loopbackOnly : allowsLoopback ? .globalOrLoopback : EgressRule.globalOnly
    guard let transfer = CurlTransfer(egress: rule, bodyLimit: bodyLimit) else {
      return .failed(.broken("libcurl could not be started"))
    }
    return withExtendedLifetime(address) { run(request, at: address, on: transfer) }
  }

  private func run(_ request: HTTPRequest, at address: CurlAddress, on transfer: CurlTransfer) -> HTTPResult {
    transfer.set(CURLOPT_CURLU, pointer: UnsafeMutableRawPointer(address.handle))
    transfer.set(CURLOPT_PROTOCOLS_STR, allowsLoopback ? "http,https" : "https")
    transfer.set(CURLOPT_CONNECTTIMEOUT_MS, timeout)
    transfer.set(CURLOPT_TIMEOUT_MS, timeout)
    transfer.set(CURLOPT_USERAGENT, "Praxis")
    if let authorities { transfer.set(CURLOPT_CAINFO, authorities) }
    transfer.set(CURLOPT_HTTPHEADER, list: request.headerLines)
    switch request.method {
    case .get: transfer.set(CURLOPT_HTTPGET, 1)
    case .post, .put, .patch, .delete, .report:
      transfer.setPost(request.body)
      transfer.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    let code = transfer.perform()
    guard code == CURLE_OK else { return HTTPClient.failure(code, transfer) }
    let headers = HTTPHeaderReader.parse(transfer.headers)
    return .response(HTTPResponse(status: transfer.responseCode, headers: headers, body: transfer.body))
  }

  private static func failure(_ code: CURLcode, _ transfer: CurlTransfer) -> HTTPResult {
    if transfer.isTooLarge { return .failed(.tooLarge) }
    if transfer.isEgressRefused, code == CURLE_COULDNT_CONNECT { return .refused(.address) }
    let words = transfer.explanation(of: code)
    return switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .failed(.nameUnknown)
    case CURLE_COULDNT_CONNECT: .failed(.unreachable(words))
    // Nothing has left while there is no connection.
    case CURLE_OPERATION_TIMEDOUT: transfer.hasSent ? .failed(.timedOut) : .failed(.unreachable(words))
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .failed(.untrusted(words))
    default: .failed(.broken(words))
    }
  }
}
