#if canImport(Glibc)
import Glibc
#endif
internal import Core

/// Reads schema/: the numbered migrations and the system views.
struct SchemaFolder {
  let path: String

  func migrations() throws(MigrationError) -> [Migration] {
    var found: [Migration] = []
    for name in try fileNames() where name.hasSuffix(".sql") {
      guard let number = Decimal.parse(name.prefix(4)), name.dropFirst(4).hasPrefix("-") else { continue }
      found.append(Migration(number: number, name: name, text: try read(name)))
    }
    found.sort { $0.number < $1.number }
    for (index, migration) in found.enumerated() where migration.number != index + 1 {
      throw MigrationError(description: "Migration \(index + 1) is missing in \(path), or its number is used twice.")
    }
    return found
  }

  private func fileNames() throws(MigrationError) -> [String] {
    guard let folder = opendir(path) else {
      throw MigrationError(description: "The schema folder \(path) cannot be read.")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  func read(_ name: String) throws(MigrationError) -> String {
    guard let file = fopen(path + "/" + name, "r") else {
      throw MigrationError(description: "The schema file \(path)/\(name) cannot be read.")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Why the schema could not be brought up to date, as one sentence for the operator.
public struct MigrationError: Error, CustomStringConvertible, Equatable {
  public let description: String
}
