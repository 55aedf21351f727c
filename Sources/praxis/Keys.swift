import ArgumentParser
import Glibc
import Server

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The keys that seal patient data and sign the audit trail.",
    subcommands: [Init.self, Show.self, Status.self, Rotate.self, RotateMaster.self, Recover.self])

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the key files once, and print two recovery shares; existing files are checked and never replaced."
    )

    @OptionGroup var file: ConfigurationOption

    func run() throws { try KeysRun.initialize(try file.load()) }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the public key that checks the audit trail's checkpoints and anchors.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try KeysRun.show(try file.load()) }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The keys of each practice, and how many sealed values open with each.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "Only the practice with this slug.") var practice: String?

    func run() throws { try KeyRotationRun.status(try file.load(), slug: practice) }
  }

  struct Rotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a practice, or all, a new key while they work, and destroy the old one.",
      discussion: "May be ended at any time; the next run goes on where this one was.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The slug of the practice.") var practice: String?
    @Flag(help: "Every practice of the installation.") var all = false

    func validate() throws {
      if all == (practice != nil) { throw ValidationError("Name a practice with --practice, or say --all.") }
    }
    func run() throws { try KeyRotationRun.rotate(try file.load(), slug: practice) }
  }

  struct RotateMaster: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rotate-master",
      abstract: "Replace the master key, and print new recovery shares. As root, while the services run.",
      discussion: "May be ended at any time; the next run goes on where this one was.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try KeysRun.rotateMaster(try file.load()) }
  }

  struct Recover: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the key file anew from both recovery shares, typed or piped in; end with an empty line.")

    @OptionGroup var file: ConfigurationOption

    func run() throws {
      let configuration = try file.load()
      StandardOutput.line("Type the six lines of share A and the six lines of share B, then an empty line.")
      var text = ""
      while let line = readLine(strippingNewline: false), line != "\n" || text.isEmpty { text += line }
      try KeysRun.recover(configuration, from: text)
    }
  }
}
