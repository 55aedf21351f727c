import ArgumentParser
import Server

struct PracticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "practice", abstract: "Make practices and list them.", subcommands: [Create.self, List.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a practice. It has no users yet.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The word in its public address: letters a to z, digits, hyphens.") var slug: String
    @Option(help: "Its name, as patients read it.") var name: String
    @Option(help: "Its IANA time zone, such as Europe/Berlin.") var zone: String
    @Option(help: "en, de or he.") var language: String
    @Option(help: "ISO 4217 code of the currency it takes, such as EUR.") var currency: String

    func run() throws {
      try PracticeRun.create(
        try file.load(), slug: slug, name: name, zone: zone, language: language, currency: currency)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Slug, language, currency, time zone and name of each practice.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try PracticeRun.list(try file.load()) }
  }
}
