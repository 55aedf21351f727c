// swift-tools-version:6.2
import PackageDescription

/// Every target: Swift 6 mode, explicit existentials and imports, warnings are errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
/// All but the importers of C libraries: unsafe constructs must be spelled out as well.
let safe = strict + [.strictMemorySafety()]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// Tests are nobody's dependency, so what their imports show does not matter.
let tests: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)]

/// What a feature may import. Features never import each other.
let foundation: [Target.Dependency] = [
  "SQL", "Core", "Crypto", "Database", "Web", "Templates", "Routing", "Archives",
]
let features: [Target.Dependency] = [
  "Identity", "Practices", "Patients", "Scheduling", "Clinical", "Messaging", "Oversight",
]
let support: [Target.Dependency] = ["TestSupport"]

let package = Package(
  name: "praxis",
  products: [.executable(name: "praxis", targets: ["praxis"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .systemLibrary(name: "CFastCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
    .systemLibrary(name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "COath", pkgConfig: "liboath", providers: [.apt(["liboath-dev"])]),
    .systemLibrary(name: "CFido", pkgConfig: "libfido2", providers: [.apt(["libfido2-dev"])]),
    .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CIcal", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
    .target(name: "CCurlShim", dependencies: ["CCurl"]),
    .target(name: "CPosix"),

    .target(name: "SQL", swiftSettings: safe),
    .target(name: "Core", dependencies: ["SQL"], swiftSettings: safe),
    .target(
      name: "Crypto", dependencies: ["COpenSSL", "CArgon2", "COath", "CFido", "CQRencode", "Core", "SQL"],
      swiftSettings: strict),
    .target(name: "Database", dependencies: ["CMariaDB", "SQL", "Core", "Crypto"], swiftSettings: strict),
    .target(name: "Archives", dependencies: ["CZip", "Core"], swiftSettings: strict),
    .target(name: "Web", dependencies: ["Core"], swiftSettings: safe),
    .target(name: "Templates", dependencies: ["Core"], swiftSettings: safe),
    .target(name: "Routing", dependencies: ["Core", "Database", "Templates", "Web"], swiftSettings: safe),
    .target(name: "FastCGI", dependencies: ["CFastCGI", "CPosix", "Web"], swiftSettings: strict),
    .target(name: "Calendars", dependencies: ["CIcal", "Core"], swiftSettings: strict),
    .target(name: "Outbound", dependencies: ["CCurl", "CCurlShim", "Core", "Web"], swiftSettings: strict),

    .target(name: "Identity", dependencies: foundation + ["Outbound"], swiftSettings: safe),
    .target(name: "Practices", dependencies: foundation, swiftSettings: safe),
    .target(name: "Patients", dependencies: foundation, swiftSettings: safe),
    .target(name: "Scheduling", dependencies: foundation + ["Outbound", "Calendars"], swiftSettings: safe),
    .target(name: "Clinical", dependencies: foundation, swiftSettings: safe),
    .target(name: "Messaging", dependencies: foundation + ["Outbound"], swiftSettings: safe),
    .target(name: "Oversight", dependencies: foundation, swiftSettings: safe),

    .target(
      name: "Server", dependencies: foundation + features + ["FastCGI", "Outbound", "CPosix", log],
      swiftSettings: strict),
    .executableTarget(name: "praxis", dependencies: ["Server", arguments], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: foundation + features + ["FastCGI", "Server", "Outbound", log],
      path: "Tests/TestSupport", swiftSettings: tests),
    .testTarget(name: "CoreTests", dependencies: ["Core", "SQL"] + support, swiftSettings: tests),
    .testTarget(name: "CryptoTests", dependencies: ["Crypto", "Core"] + support, swiftSettings: tests),
    .testTarget(name: "DatabaseTests", dependencies: foundation + support, swiftSettings: tests),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives", "Core", "Crypto"] + support, swiftSettings: tests),
    .testTarget(name: "WebTests", dependencies: ["Web", "Core"] + support, swiftSettings: tests),
    .testTarget(name: "TemplatesTests", dependencies: ["Templates", "Core"] + support, swiftSettings: tests),
    .testTarget(
      name: "FastCGITests", dependencies: ["Core", "Crypto", "FastCGI", "Practices", "Server", "Web"] + support,
      swiftSettings: tests),
    .testTarget(name: "CalendarsTests", dependencies: ["Calendars", "Core"] + support, swiftSettings: tests),
    .testTarget(name: "OutboundTests", dependencies: ["Outbound", "Core"] + support, swiftSettings: tests),
    .testTarget(
      name: "IdentityTests", dependencies: foundation + ["Identity", "Outbound"] + support, swiftSettings: tests),
    .testTarget(name: "PracticesTests", dependencies: foundation + ["Practices"] + support, swiftSettings: tests),
    .testTarget(
      name: "PatientsTests", dependencies: foundation + ["Patients", "Clinical"] + support, exclude: ["Fixtures"],
      swiftSettings: tests),
    .testTarget(
      name: "SchedulingTests", dependencies: foundation + ["Calendars", "Outbound", "Scheduling", "Server"] + support,
      swiftSettings: tests),
    .testTarget(
      name: "MessagingTests", dependencies: foundation + ["Identity", "Messaging", "Outbound"] + support,
      swiftSettings: tests),
    .testTarget(
      name: "OversightTests", dependencies: foundation + ["Oversight", "Server"] + support, swiftSettings: tests),
    .testTarget(
      name: "ServerTests", dependencies: ["Server", "Outbound"] + foundation + support + [log], swiftSettings: tests),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["Server"] + foundation + features + support, swiftSettings: tests),
    .testTarget(
      name: "RefusalTests", dependencies: support, exclude: ["Attempts", "TextRules", "Control.swift.txt"],
      swiftSettings: tests),
    .testTarget(
      name: "RouteMatrixTests", dependencies: ["Server", "Routing", "Web"] + support, exclude: ["matrix.txt"],
      swiftSettings: tests),
  ],
  swiftLanguageModes: [.v6]
)
