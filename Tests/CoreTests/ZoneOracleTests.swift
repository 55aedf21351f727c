import Core
import Foundation
import Testing

/// Python's `zoneinfo`, an independent reader of the same database.
enum ZoneOracle {
  static let isPresent: Bool = {
    let works = (try? run("import zoneinfo", "")) != nil
    if !works { print("Skipped: no python3 with zoneinfo to compare time zones against.") }
    return works
  }()

  struct Failed: Error {}

  static func run(_ script: String, _ input: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Python reads all its input before it writes, so neither pipe can fill up while the other waits.
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
    return String(decoding: output, as: UTF8.self)
  }

  /// All names of the database's own list that are installed: Debian 13 keeps old ones in a package of their own.
  static func zoneNames() throws -> [String] {
    let table = try String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)
    return table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      switch words.first {
      case "Z": return String(words[1])
      case "L": return words[2] == "Factory" ? nil : String(words[2])
      default: return nil
      }
    }.filter { $0 != "Factory" && FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/" + $0) }
  }
}

@Suite(.enabled(if: ZoneOracle.isPresent, "python3 with zoneinfo is not installed"))
struct ZoneOracleTests {
  static let zones = [
    "Europe/Berlin", "Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
    "Europe/Dublin", "America/Nuuk", "UTC",
  ]

  /// For each Unix time: offset, abbreviation, wall clock, and the instants of that wall clock.
  static let script = """
    import sys, datetime as d, zoneinfo
    zone = zoneinfo.ZoneInfo(sys.stdin.readline().strip())
    epoch = d.datetime(1970, 1, 1, tzinfo=d.timezone.utc)
    out = []
    for line in sys.stdin.read().split():
      moment = (epoch + d.timedelta(seconds=int(line))).astimezone(zone)
      wall = moment.replace(tzinfo=None, fold=0, second=0)
      back = set()
      for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(d.timezone.utc)
        if at.astimezone(zone).replace(tzinfo=None, fold=0) == wall: back.add(int((at - epoch).total_seconds()))
      gap = wall + d.timedelta(hours=1)
      there = set()
      for fold in (0, 1):
        at = gap.replace(tzinfo=zone, fold=fold).astimezone(d.timezone.utc)
        if at.astimezone(zone).replace(tzinfo=None, fold=0) == gap: there.add(int((at - epoch).total_seconds()))
      out.append(' '.join([str(int(moment.utcoffset().total_seconds())), moment.tzname(),
        wall.strftime('%Y-%m-%dT%H:%M'), ','.join(map(str, sorted(back))), 'then', ','.join(map(str, sorted(there)))]))
    print('\\n'.join(out))
    """

  @Test(arguments: zones)
  func agreesWithPython(name: String) throws {
    let zone = try Zone(name: name)
    let (start, end) = (try instant("2024-01-01T00:00"), try instant("2041-01-01T00:00"))
    var times: [Int64] = []
    for transition in zone.transitions(from: start, through: end) {
      for shift: Int64 in [-3660, -3600, -1860, -1800, -60, -1, 0, 60, 1740, 1800, 3540, 3600] {
        times.append(transition.seconds + shift)
      }
    }
    // A transition missed here would show at one of these: every day of the seventeen years.
    times += stride(from: start.seconds, to: end.seconds, by: 24 * 3600)
    for _ in 0..<2000 { times.append(Int64.random(in: start.seconds..<end.seconds)) }
    for _ in 0..<500 { times.append(Int64.random(in: -2_000_000_000..<9_000_000_000)) }

    let answer = try ZoneOracle.run(Self.script, name + "\n" + times.map(String.init).joined(separator: "\n"))
    let lines = answer.split(separator: "\n")
    #expect(lines.count == times.count)
    var differences: [String] = []
    for (time, line) in zip(times, lines) where describe(zone, at: time) != line {
      differences.append("\(time): we say \(describe(zone, at: time)), Python says \(line)")
    }
    #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(5))")
  }

  private func describe(_ zone: Zone, at time: Int64) -> String {
    let instant = Instant(seconds: time)
    let wall = zone.local(instant)
    let later = Instant(seconds: Int64(wall.date.days) * 86_400 + Int64(wall.time.minutes) * 60 + 3600)
    let list = { (instants: [Instant]) in instants.map { String($0.seconds) }.joined(separator: ",") }
    return [
      String(zone.offset(at: instant)), zone.abbreviation(at: instant), wall.description,
      list(zone.instants(of: wall)), "then", list(zone.instants(of: Zone.utc.local(later))),
    ].joined(separator: " ")
  }
}
