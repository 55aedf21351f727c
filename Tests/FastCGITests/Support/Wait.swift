import Foundation

struct TimedOut: Error, CustomStringConvertible {
  let description: String
}

/// Asks until it is so. Tests wait for conditions, never for a length of time.
func wait(for what: String, seconds: Double = 20, until condition: () throws -> Bool) throws {
  let deadline = Date().addingTimeInterval(seconds)
  while try !condition() {
    guard Date() < deadline else { throw TimedOut(description: "waited \(seconds) s for \(what)") }
    usleep(10_000)
  }
}
