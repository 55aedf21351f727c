import Core
import Routing
import Web

/// `praxis permissions`: docs/permissions.md, made from the tables that the router and the pages use.
public enum PermissionsRun {
  private static let roles = Role.allCases.filter { $0 != .patient }

  public static var text: String {
    let parts = [
      [
        "# Who may do what", "",
        "Made by `praxis permissions`; a test compares. Change Sources/Routing/Access instead.",
      ],
      relations, ["## Permissions", ""] + permissions, ["## Parts of what is known of a patient", ""] + fields,
      ["## Addresses", ""] + addresses,
    ]
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  public static func run() {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      StandardOutput.line(String(line))
    }
  }

  private static let relations = [
    "- **everybody**: all patients of the practice; also what is about no patient.",
    "- **own**: where the practice says that practitioners see their own patients alone: those of whose care team they",
    "  are, those with an appointment with them, and those opened in an emergency, for an hour. Else everybody.",
    "- **supervised**: as **own**, of the people they supervise. Nobody until somebody is named.",
    "",
    "Patients reach their own record, and nothing here.",
  ]

  private static var permissions: [String] {
    table("permission", Permission.allCases.map { ($0.rawValue, $0.grants.mapValues(\.rawValue)) })
  }
  private static var fields: [String] {
    table(
      "part",
      PatientField.allCases.map { field in
        (field.rawValue, Dictionary(uniqueKeysWithValues: field.roles.map { ($0, "yes") }))
      })
  }

  private static func table(_ head: String, _ rows: [(name: String, cells: [Role: String])]) -> [String] {
    [
      "| \(head) | \(roles.map(\.rawValue).joined(separator: " | ")) |",
      "|---" + roles.map { _ in "|---" }.joined() + "|",
    ]
      + rows.map { row in "| `\(row.name)` | \(roles.map { row.cells[$0] ?? "" }.joined(separator: " | ")) |" }
  }

  private static var addresses: [String] {
    let routes = Application.routes(isDevelopment: false, ApplicationSettings(holdsPerHour: 5, baseURL: ""))
    return Permission.allCases.map { permission in
      let own = routes.filter { $0.permission == permission }.map { "`\($0.method.rawValue) \($0.pattern)`" }.sorted()
      return "- `\(permission.rawValue)`: \(own.joined(separator: ", "))"
    }
  }
}
