import Foundation
import TestSupport

/// nginx/praxis.conf as it would be installed, served by a real nginx: only paths, ports and the certificate are ours.
final class ProductionSite {
  /// What the file names once installed. A change there must be followed here.
  struct Unexpected: Error, CustomStringConvertible { let description: String }

  let port = Socket.freePort()
  let tlsPort = Socket.freePort()
  private let certificate: TestCertificate
  private let folder: TemporaryFolder
  private let nginx: String
  private let program: RunningProgram

  /// - Parameter site: its folder has the secret and the static files, and its supervisor the socket.
  init(before site: Site) throws {
    folder = try TemporaryFolder()
    certificate = try TestCertificate()
    nginx = try Command.find("nginx")
    let root = Site.root
    try folder.write("secret.conf", "fastcgi_param PRAXIS_SECRET \"\(site.secret)\";\n", mode: 0o600)
    var text = try String(contentsOfFile: root + "nginx/praxis.conf", encoding: .utf8)
    for (installed, ours) in [
      ("listen [::]:80", "listen [::1]:\(port)"), ("listen [::]:443", "listen [::1]:\(tlsPort)"),
      ("listen 80", "listen 127.0.0.1:\(port)"), ("listen 443", "listen 127.0.0.1:\(tlsPort)"),
      ("/etc/nginx/praxis/secret.conf", folder.path + "/secret.conf"), ("/etc/nginx/praxis/", root + "nginx/"),
      ("/etc/ssl/praxis/fullchain.pem", certificate.certificate), ("/etc/ssl/praxis/privkey.pem", certificate.key),
      ("unix:/run/praxis/web.sock", "unix:" + site.socketPath),
      ("/usr/share/praxis/static/", site.folder.path + "/static/"),
      ("/var/log/nginx/", folder.path + "/"), ("/var/www/acme", folder.path + "/acme"),
    ] {
      guard text.contains(installed) else { throw Unexpected(description: "nginx/praxis.conf has no \(installed)") }
      text = text.replacingOccurrences(of: installed, with: ours)
    }
    // A machine without IPv6 has no ::1 to listen on.
    if !FileManager.default.fileExists(atPath: "/proc/net/if_inet6") {
      text = text.split(separator: "\n").filter { !$0.contains("listen [::1]") }.joined(separator: "\n")
    }
    try folder.write("site.conf", text, mode: 0o600)
    try folder.write("nginx.conf", Self.main(folder.path), mode: 0o600)
    let check = try Command.run(nginx, Self.arguments(folder.path) + ["-t"])
    guard check.status == 0, !Self.hasWarning(check.output) else {
      throw Unexpected(description: "nginx -t: \(check.output)")
    }
    program = try RunningProgram(nginx, Self.arguments(folder.path), output: folder.path + "/nginx.log")
    try wait(for: "nginx") { Socket(port: self.port) != nil || !self.program.isRunning }
  }

  deinit {
    kill(program.pid, SIGTERM)
    program.waitUntilExit()
  }

  /// Newer versions say `http2 on;` and frown at `listen … http2`, which Debian 12 needs and Debian 13 takes.
  private static func hasWarning(_ output: String) -> Bool {
    output.split(separator: "\n").contains {
      $0.contains("[warn]") && !$0.contains("\"listen ... http2\" directive is deprecated")
    }
  }

  private static func arguments(_ folder: String) -> [String] {
    ["-p", folder, "-e", folder + "/error.log", "-c", folder + "/nginx.conf"]
  }

  /// What Debian's nginx.conf puts around a site, with nothing written outside the folder.
  private static func main(_ folder: String) -> String {
    let temporary = ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"].map { "  \($0)_temp_path \(folder)/\($0);\n" }
    // As root the workers stay root: the socket belongs to us alone.
    return """
      \(getuid() == 0 ? "user root;" : "")
      daemon off;
      worker_processes 1;
      pid \(folder)/nginx.pid;
      error_log \(folder)/error.log;
      events {}
      http {
        include /etc/nginx/mime.types;
        default_type application/octet-stream;
      \(temporary.joined())
        include \(folder)/site.conf;
      }
      """
  }

  /// An answer over TLS, or without when plain; nil when the connection was closed without one.
  func get(_ path: String, host: String = "praxis.example", isPlain: Bool = false) throws -> Answer? {
    let (scheme, port) = isPlain ? ("http", port) : ("https", tlsPort)
    let result = try Command.run(
      "/usr/bin/curl",
      [
        "-sik", "--http1.1", "--max-time", "20", "--resolve", "\(host):\(port):127.0.0.1", "-H", "Host: \(host)",
        "\(scheme)://\(host):\(port)\(path)",
      ])
    return result.status == 0 ? Answer(Array(result.output.utf8)) : nil
  }
}
