import ArgumentParser
import Server

struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the version.")

  func run() { StandardOutput.line("praxis \(ProductVersion.text)") }
}
