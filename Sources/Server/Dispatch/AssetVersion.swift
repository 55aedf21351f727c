import Core
import Crypto
import Glibc

/// Eight digits over names, sizes and times of the static files.
enum AssetVersion {
  static func of(_ folder: String) -> String {
    var facts = ""
    for part in ["css", "js", ""] {
      guard let directory = opendir(folder + "/" + part) else { continue }
      defer { closedir(directory) }
      var lines: [String] = []
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        var info = stat()
        guard stat("\(folder)/\(part)/\(name)", &info) == 0, info.st_mode & S_IFMT == S_IFREG else { continue }
        lines.append("\(name) \(info.st_size) \(info.st_mtim.tv_sec)")
      }
      facts += lines.sorted().joined(separator: "\n")
    }
    return String(Hex.encode(Digest.sha256(Array(facts.utf8))).prefix(8))
  }
}
