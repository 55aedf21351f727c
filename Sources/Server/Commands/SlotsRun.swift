public import Core
@_spi(Bootstrap) import Database
import Scheduling

/// `praxis slots`: what the booking page offers of a service, for who is asked why it shows nothing.
public enum SlotsRun {
  /// Prints a line for each day with its free times.
  /// - Parameters:
  ///   - first: nil for today, by the practice's clock.
  ///   - count: days, 1 to 366.
  ///   - rounds: when not nil, it is asked so many times, and milliseconds and statements are printed in place of times.
  public static func run(
    _ configuration: Configuration, practice slug: String, service: String, from first: LocalDate?, days count: Int,
    rounds: Int?
  ) throws(OperatorError) {
    let lines = try Failures.asOperatorErrors {
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      return try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
        let from = try first ?? Zone(name: db.practice.zoneName).local(.now).date
        let read = { (db: borrowing TenantReader) in
          try OfferedTimes.read(
            service: service, from: from, through: from.adding(days: count - 1), now: .now, in: db)
        }
        guard let offered = try read(db.reader) else {
          throw OperatorError("\(slug) has no active service with the name \(service).")
        }
        guard let rounds else { return offered.days.map(line) }
        let before = connection.statementsRun
        var took: [Duration] = []
        for _ in 0..<rounds { took.append(try ContinuousClock().measure { _ = try read(db.reader) }) }
        return [figures(took.sorted(), offered, statements: (connection.statementsRun - before) / rounds)]
      }
    }
    guard let lines else { throw OperatorError("There is no practice \(slug).") }
    for line in lines { StandardOutput.line(line) }
  }

  private static func line(_ day: OfferedTimes.Day) -> String {
    "\(day.date)  " + (day.times.isEmpty ? "-" : day.times.map(\.description).joined(separator: " "))
  }

  private static func figures(_ took: [Duration], _ offered: OfferedTimes, statements: Int) -> String {
    let milliseconds = { (part: Int) in
      let (seconds, attoseconds) = took[min(took.count - 1, took.count * part / 100)].components
      return "\(Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1000)"
    }
    let starts = offered.days.map(\.times.count).reduce(0, +)
    return "\(offered.days.count) days, \(starts) starts, \(statements) statements: "
      + "p50 \(milliseconds(50)) ms, p95 \(milliseconds(95)) ms of \(took.count) times"
  }
}
