import Foundation
import TestSupport

/// Compiles one file as if it stood in a feature: against the modules this test was built from, in the same package,
/// with the settings that Package.swift gives to features.
struct FeatureCompiler {
  let arguments: [String]

  static let shared = Result { try FeatureCompiler() }

  init() throws {
    let modules = try FeatureCompiler.modulesFolder()
    let manifest = try String(contentsOfFile: TestServer.repository + "/Package.swift", encoding: .utf8)
    let features = manifest.components(separatedBy: ".enableUpcomingFeature(\"").dropFirst()
      .map { String($0.prefix { $0 != "\"" }) }
    guard features.contains("MemberImportVisibility"), manifest.contains("strict + [.strictMemorySafety()]") else {
      throw TestFailure("Package.swift no longer says which settings features have: FeatureCompiler reads it there")
    }
    arguments =
      ["-swift-version", "6", "-package-name", "praxis", "-strict-memory-safety", "-warnings-as-errors"]
      + Set(features).sorted().flatMap { ["-enable-upcoming-feature", $0] }
      + ["-I", modules, "-parse-as-library", "-module-name", "Attempt"] + (try FeatureCompiler.libraries())
  }

  /// The modules beside the running test program.
  private static func modulesFolder() throws -> String {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = URL(filePath: program).deletingLastPathComponent().path()
    let folder = beside + (beside.hasSuffix("/") ? "" : "/") + "Modules"
    guard FileManager.default.fileExists(atPath: folder + "/Database.swiftmodule") else {
      throw TestFailure("\(folder) holds no Database.swiftmodule")
    }
    return folder
  }

  /// The module maps of the C libraries, which the features' builds see too.
  private static func libraries() throws -> [String] {
    let sources = TestServer.repository + "/Sources"
    let targets = try FileManager.default.contentsOfDirectory(atPath: sources).sorted()
    let maps = targets.map { "\(sources)/\($0)/module.modulemap" }.filter(FileManager.default.fileExists(atPath:))
    let include = try run("pkg-config", ["--cflags-only-I", "libmariadb"]).output
    return maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] } + ["-I", sources + "/CPosix/include"]
      + include.split(whereSeparator: \.isWhitespace).flatMap { ["-Xcc", String($0)] }
  }

  /// - Returns: nil when it compiles; otherwise what the compiler said.
  func objection(to attempt: Attempt) throws -> String? {
    let folder = try TemporaryDirectory()
    let file = folder.path + "/Attempt.swift"
    try attempt.text.write(toFile: file, atomically: false, encoding: .utf8)
    let result = try FeatureCompiler.run("swiftc", arguments + ["-c", file, "-o", folder.path + "/Attempt.o"])
    // A compiler that crashed or was killed has refused nothing.
    guard result.status == 0 || result.output.contains("error:") else {
      throw TestFailure("swiftc ended with \(result.status) and said no error: \(result.output)")
    }
    return result.status == 0 ? nil : result.output
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
