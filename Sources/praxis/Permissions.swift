import ArgumentParser
import Server

struct Permissions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print who may do what, as docs/permissions.md holds it.")

  func run() { PermissionsRun.run() }
}
