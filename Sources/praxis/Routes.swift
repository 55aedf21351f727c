import ArgumentParser
import Server

struct Routes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List every address: method, path, who may use it, permission, handler.")

  func run() { RoutesRun.run() }
}
