/// Every rule about a single file of Sources.
enum Rules {
  static let all: [Rule] =
    imports + walls + style + [StatementRules.ownTables, StatementRules.scope, StatementRules.columns]

  /// Each C library has one importer (docs/architecture.md, section 3); CPosix is the two that run processes.
  private static let libraries = [
    "CFastCGI": ["FastCGI"], "CMariaDB": ["Database"], "COpenSSL": ["Crypto"], "CArgon2": ["Crypto"],
    "CZip": ["Archives"], "COath": ["Crypto"], "CFido": ["Crypto"], "CQRencode": ["Crypto"],
    "CCurl": ["Outbound", "CCurlShim"], "CCurlShim": ["Outbound"], "CIcal": ["Calendars"],
    "CPosix": ["FastCGI", "Server"],
  ]
  private static let foundation = [
    "SQL", "Core", "Crypto", "Database", "Web", "Templates", "Routing", "Archives", "Glibc", "Synchronization",
  ]

  /// Features whose jobs speak with other servers.
  private static let outward = ["Messaging": ["Outbound"], "Scheduling": ["Outbound", "Calendars"]]

  static let imports: [Rule] = [
    .imports("C libraries") { _, module, file in
      guard module.first == "C", module.dropFirst().first?.isUppercase == true else { return nil }
      guard let owners = libraries[module] else { return "\(module) has no owner in ArchitectureTests" }
      return owners.contains(file.target) ? nil : "imports \(module), which is \(owners.joined(separator: "'s and "))'s"
    },
    .imports("feature imports") { _, module, file in
      guard Checkout.features.contains(file.target) else { return nil }
      // Mails and messages; and the identity provider that somebody at the door waits for.
      let asks = file.path.hasPrefix("Sources/Identity/SingleSignOn/Protocol/")
      let asked = outward[file.target] ?? []
      let allowed =
        foundation + asked + (asks || file.path == "Sources/Identity/IdentitySettings.swift" ? ["Outbound"] : [])
      return allowed.contains(module) ? nil : "imports \(module): a feature builds on the foundation alone"
    },
    .imports("Foundation") { _, module, _ in
      module.hasPrefix("Foundation") ? "imports \(module): it reads bad input silently, and costs 10 MB a worker" : nil
    },
    .imports("@testable") { attributes, module, _ in
      attributes.contains("@testable") ? "imports \(module) with @testable: only tests do" : nil
    },
    .imports("@_spi(Bootstrap)") { attributes, module, file in
      guard attributes.contains("@_spi(Bootstrap)"), !["Database", "Server", "praxis"].contains(file.target) else {
        return nil
      }
      return "imports \(module) with the wiring's rights"
    },
  ]

  static let walls: [Rule] = [
    .words(
      "unsafe", ["unsafe", "@unchecked", "@preconcurrency", "unsafeBitCast"], in: { Checkout.features.contains($0) },
      exceptions: ["Sources/Identity/Throttle/AddressBlock.swift": "inet_pton fills a buffer of our own"],
      because: "features need no unsafe code, and could forge a scope with it"),
    .words(
      "across practices", ["acrossPractices"], in: { Checkout.features.contains($0) },
      exceptions: [
        "Sources/Identity/Joining/OtherPractices.swift": "a person's own accounts, by their own proof or mark"
      ],
      because: "a request of one practice stays in it"),
    .words(
      ".scope binding", [".scope("], in: { !["SQL", "Database"].contains($0) },
      because: "a scope's binding comes from a scope"),
    .words(
      "uncheckedBytes", ["uncheckedBytes"], in: { $0 != "Templates" },
      because: "markup comes from templates, literals or escaped text"),
  ]

  static let style: [Rule] = [
    .words("print", ["print(", "debugPrint(", "dump("], because: "log ids through swift-log, never patient data"),
    .words("try!", ["try!", "as!"], because: "a trap on an input path ends the worker"),
    .words(
      "try?", ["try?"],
      exceptions: [
        "Sources/Database/Driver/Connection.swift": "a rollback after a failure",
        "Sources/Server/Commands/PracticeRun.swift": "asks whether a zone exists; the error says no more",
      ],
      because: "a swallowed error is a bug nobody sees"),
    Rule(name: "file length") { file in
      let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      return count > 400 ? ["\(file.path): \(count) lines; at most 400"] : []
    },
  ]
}
