import Foundation
import Testing

/// systemd's own opinion of our units. Debian has the program wherever systemd is; bin/setup installs it elsewhere.
@Suite(
  "The systemd units",
  .enabled(
    if: (try? Command.find("systemd-analyze")) != nil, "systemd-analyze is not installed: bin/setup test installs it"))
struct UnitFileTests {
  /// systemd's exposure level, times ten: 8 and 15 when this was written, with 252. More is less safe.
  static let units = [
    ("praxis-web.service", 10), ("praxis-worker.service", 17), ("praxis-audit.service", 17),
  ]

  /// The units with a program that is there.
  private func copies() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in Self.units.map(\.0) + ["praxis-web.socket"] {
      let text = try String(contentsOfFile: Site.root + "packaging/systemd/" + name, encoding: .utf8)
      #expect(name.hasSuffix(".socket") || text.contains("ExecStart=/usr/bin/praxis "))
      try folder.write(name, text.replacingOccurrences(of: "/usr/bin/praxis", with: Site.program), mode: 0o644)
    }
    return folder
  }

  @Test func `systemd reads them without a complaint`() throws {
    let folder = try copies()
    let files = (Self.units.map(\.0) + ["praxis-web.socket"]).map { folder.path + "/" + $0 }
    let result = try Command.run(
      try Command.find("systemd-analyze"), ["verify", "--man=no"] + files, environment: ["SYSTEMD_LOG_LEVEL": "warning"]
    )
    // Other units of the machine are none of our business.
    let complaints = result.output.split(separator: "\n").filter { $0.contains("praxis") }
    #expect(complaints == [] && result.status == 0, "\(result.output)")
  }

  @Test(arguments: units) func `they are closed off`(unit: String, threshold: Int) throws {
    let folder = try copies()
    let result = try Command.run(
      try Command.find("systemd-analyze"),
      ["security", "--offline=true", "--no-pager", "--threshold=\(threshold)", folder.path + "/" + unit])
    #expect(result.status == 0, "\(result.output.split(separator: "\n").last ?? "")")
  }
}
