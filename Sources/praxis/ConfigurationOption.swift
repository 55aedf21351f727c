import ArgumentParser
import Glibc
import Server

/// Which installation a command works on.
struct ConfigurationOption: ParsableArguments {
  @Option(name: .long, help: "The configuration file; without it $PRAXIS_CONFIG, then /etc/praxis/praxis.conf.")
  var config: String?

  func load() throws -> Configuration {
    let path = config ?? getenv("PRAXIS_CONFIG").map { String(cString: $0) } ?? "/etc/praxis/praxis.conf"
    return try Configuration.load(path: path)
  }
}
