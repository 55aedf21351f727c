import Glibc

/// Reads a folder, once, at start.
enum FileTree {
  /// The paths of all regular files below `directory`, relative to it and sorted. Symbolic links are not followed.
  static func files(below directory: String) throws(TemplateError) -> [String] {
    var files: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      for name in try entries(of: directory + "/" + folder) {
        var status = stat()
        guard unsafe lstat("\(directory)/\(folder)\(name)", &status) == 0 else {
          throw TemplateError(folder + name, "cannot be read: errno \(errno)")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: files.append(folder + name)
        case S_IFDIR: folders.append("\(folder)\(name)/")
        default: break
        }
      }
    }
    return files.sorted()
  }

  private static func entries(of folder: String) throws(TemplateError) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw TemplateError(folder, "cannot be read: errno \(errno)") }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  static func read(_ name: String, in directory: String) throws(TemplateError) -> [UInt8] {
    let descriptor = unsafe open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw TemplateError(name, "cannot be opened: errno \(errno)") }
    defer { _ = close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw TemplateError(name, "cannot be read: errno \(errno)") }
      if count == 0 { return content }
      content.append(contentsOf: chunk[..<count])
    }
  }
}
