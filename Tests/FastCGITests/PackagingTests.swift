import Foundation
import Testing

@testable import Server

@Suite("What is installed on a box fits the program")
struct PackagingTests {
  private func text(_ path: String) throws -> String { try String(contentsOfFile: Site.root + path, encoding: .utf8) }

  @Test func `the example configuration is accepted and agrees with the socket unit`() throws {
    let configuration = try Configuration(
      text: try text("packaging/praxis.conf.example"), path: "/etc/praxis/praxis.conf")
    #expect(configuration.mode == .production)
    let unit = try text("packaging/systemd/praxis-web.socket")
    #expect(unit.split(separator: "\n").count { $0.hasPrefix("ListenStream=") } == Lane.allCases.count)
    for lane in Lane.allCases {
      let path = lane.path(configuration.fastcgi.socket)
      #expect(unit.contains("ListenStream=\(path)\n"))
      let upstream = "upstream praxis_\(lane)".padding(toLength: 25, withPad: " ", startingAt: 0)
      #expect(try text("nginx/praxis.conf").contains(upstream + "{ server unix:\(path); }"), "\(lane)")
    }
    #expect(try text("nginx/praxis.conf").contains("alias \(configuration.staticFolder)/;"))
  }

  @Test func `every configuration key is described`() throws {
    let document = try text("docs/operations.md")
    for key in Configuration.keys { #expect(document.contains("`\(key)`"), "\(key)") }
  }

  @Test func `nginx and the workers name the same upload targets`() throws {
    let configuration = try Configuration(
      text: try text("packaging/praxis.conf.example"), path: "/etc/praxis/praxis.conf")
    let prefixes = Bootstrap.limits(configuration).uploadPrefixes
    let lines = try text("nginx/site.conf").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let uploads = lines.indices.filter { lines[$0] == "client_max_body_size 20m;" }
    #expect(uploads.map { lines[$0 - 1] }.sorted() == prefixes.map { "location \($0) {" }.sorted())
    for file in ["praxis.conf", "praxis-dev.conf.in"] {
      #expect(try !text("nginx/" + file).contains("20m"), "\(file): uploads stand in site.conf")
    }
  }

  @Test func `the nginx files keep to the directives that are safe to use`() throws {
    for file in [
      "praxis.conf", "praxis-dev.conf.in", "site.conf", "fastcgi.conf", "limits.conf", "security-headers.conf",
    ] {
      for line in try text("nginx/" + file).split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        guard let first = words.first, !first.hasPrefix("#") else { continue }
        #expect(
          !["rewrite", "if", "set", "ssi", "sub_filter", "dav_methods", "charset"].contains(first), "\(file): \(line)")
        #expect(!(first == "location" && words.contains { $0.hasPrefix("~") }), "\(file): \(line)")
        #expect(!line.contains("$tcpinfo"), "\(file): \(line)")
      }
    }
  }

  @Test(.enabled(if: (try? Command.find("dpkg-query")) != nil, "this machine has no dpkg-query"))
  func `the package of every library is named`() throws {
    let named = Set(try text("docs/operations.md").split { $0.isWhitespace || "`,".contains($0) }.map(String.init))
    let headers = try Command.run(try Command.find("readelf"), ["--dynamic", Site.program]).output
    let names = headers.split(separator: "\n").filter { $0.contains("(NEEDED)") }
      .compactMap { $0.split(whereSeparator: { "[]".contains($0) }).dropFirst().first.map(String.init) }
    // A release holds Swift's own; the C library is everywhere.
    let own = ["libswift", "lib_Foundation", "libFoundation", "libc.", "libm.", "ld-linux", "libgcc_s.", "libstdc++."]
    let libraries = names.filter { name in !own.contains { name.hasPrefix($0) } }
    #expect(libraries.contains { $0.hasPrefix("libmariadb.") })
    for library in libraries {
      let found = try Command.run(try Command.find("dpkg-query"), ["--search", "*/" + library]).output
      // `package:amd64: /usr/lib/…`
      let package = String(try #require(found.split(separator: "\n").first?.split(separator: ":").first, "\(library)"))
      #expect(named.contains(package), "\(library) comes from \(package)")
    }
  }
}
