/// A self-signed certificate for 127.0.0.1 and localhost, made by openssl for one test. It is its own authority.
public struct TestCertificate: Sendable {
  public let certificate: String
  public let key: String
  private let directory: TemporaryDirectory

  public init() throws {
    directory = try TemporaryDirectory()
    certificate = directory.path + "/certificate.pem"
    key = directory.path + "/key.pem"
    let openssl = try ChildProcess(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out",
        certificate,
      ])
    let status = openssl.finish()
    guard status == 0 else { throw TestFailure("openssl ended with status \(status)") }
  }

  /// For the peers' command lines.
  public var arguments: [String] { ["--certificate", certificate, "--key", key] }
}
