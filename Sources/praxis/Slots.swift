import ArgumentParser
import Core
import Server

struct Slots: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The times that the public is offered of a service, a line for each day.")

  @OptionGroup var file: ConfigurationOption
  @Option(help: "The practice, by the name in its addresses.") var practice: String
  @Option(help: "The name of the service.") var service: String
  @Option(help: "The first day, such as 2027-03-09; without it today.") var from: String?
  @Option(help: "How many days, 1 to 366.") var days = 31
  @Option(help: "Ask so many times, 1 to 10000, and print how long it took.") var measure: Int?

  func run() throws {
    let first = try from.map { text in
      guard let date = LocalDate(text: text) else { throw ValidationError("--from must be a date such as 2027-03-09.") }
      return date
    }
    guard (1...366).contains(days) else { throw ValidationError("--days must be 1 to 366.") }
    guard measure.map({ (1...10_000).contains($0) }) ?? true else {
      throw ValidationError("--measure must be 1 to 10000.")
    }
    try SlotsRun.run(
      try file.load(), practice: practice, service: service, from: first, days: days, rounds: measure)
  }
}
