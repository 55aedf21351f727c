import ArgumentParser
import Core
import Identity
import Server

struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Members of staff of a practice.", subcommands: [Add.self, List.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add somebody. The password and the secret of the authenticator app are printed once, and never again.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The practice, by the name in its addresses.") var practice: String
    @Option(help: "The address to sign in with.") var email: String
    @Option(help: "As colleagues and patients see it.") var name: String
    @Option(help: "owner, admin, practitioner, frontDesk, biller or supervisor.") var role: String
    @Option(help: "en, de or he; without it the practice's language.") var language: String?

    func run() throws {
      guard let role = Role(rawValue: role) else { throw ValidationError("--role is none of those listed by --help.") }
      let language = try language.map { code in
        guard let language = Language(rawValue: code) else { throw ValidationError("--language must be en, de or he.") }
        return language
      }
      let made = try UserAdministration.add(
        try file.load(), practice: practice, email: email, name: name, role: role, language: language)
      StandardOutput.line("Address:   \(made.email)")
      StandardOutput.line("Password:  \(made.password)")
      StandardOutput.line("App key:   \(made.totpSecret)")
      StandardOutput.line("App link:  \(made.totpURI)")
      StandardOutput.line("Pass these on in person; they are not shown again.")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Everybody of a practice.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The practice, by the name in its addresses.") var practice: String

    func run() throws {
      for user in try UserAdministration.list(try file.load(), practice: practice) {
        let state = user.isActive ? "active" : "deactivated"
        StandardOutput.line("\(user.name)\t\(user.email)\t\(user.role.rawValue)\t\(state)")
      }
    }
  }
}
