import Core
import Crypto
import Glibc

/// The file with the patients' secrets: outside the database, so that no backup of it holds them, and replaced, never
/// added to, so that a secret which was destroyed is gone.
enum PatientKeyFile {
  /// Makes the file of a new installation.
  static func create(path: String, keyFile: String) throws(OperatorError) {
    let keys = try keyPart(keyFile)
    try makeFolder(of: path)
    try AtomicFile.replace(path, with: keys.patientsFile(.make()))
  }

  static func exists(path: String) -> Bool { access(path, F_OK) == 0 }

  /// Destroys the secrets of patients; what was sealed for them stays closed for ever, in every copy of the database.
  /// - Returns: how many were not gone before.
  @discardableResult
  static func forget(
    _ secrets: [(practice: EntityID, patient: EntityID, part: PatientPart)], path: String, keyFile: String,
    step: (AtomicFile.Step) throws(OperatorError) -> Void = { _ throws(OperatorError) in }
  ) throws(OperatorError) -> Int {
    let lock = try FileLock(path: path + ".lock")
    defer { lock.release() }
    let keys = try read(path: path, keyFile: keyFile)
    guard var tree = keys.patients else { return 0 }
    var count = 0
    for one in secrets where tree.forget(practice: one.practice, patient: one.patient, part: one.part) { count += 1 }
    if count > 0 { try AtomicFile.replace(path, with: keys.patientsFile(tree), step: step) }
    return count
  }

  /// Seals the file by the newest master key; false when it was so before.
  static func rewrap(path: String, keyFile: String) throws(OperatorError) -> Bool {
    let lock = try FileLock(path: path + ".lock")
    defer { lock.release() }
    let keys = try read(path: path, keyFile: keyFile)
    guard try sealingMaster(path: path) != keys.newestMaster, let tree = keys.patients else { return false }
    try AtomicFile.replace(path, with: keys.patientsFile(tree))
    return true
  }

  static func sealingMaster(path: String) throws(OperatorError) -> UInt32? {
    MasterKeys.master(ofPatientsFile: try TextFile.read(path, limit: 1 << 28).bytes)
  }

  static func read(path: String, keyFile: String) throws(OperatorError) -> MasterKeys {
    do throws(KeyFileError) {
      return try MasterKeys(path: keyFile, patients: path)
    } catch { throw OperatorError(error.description) }
  }

  private static func keyPart(_ keyFile: String) throws(OperatorError) -> MasterKeys {
    do throws(KeyFileError) {
      return try MasterKeys(path: keyFile)
    } catch { throw OperatorError(error.description) }
  }

  static func makeFolder(of path: String) throws(OperatorError) {
    for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      let folder = String(path.utf8.prefix(index)) ?? ""
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST || access(folder, F_OK) == 0 else {
        throw OperatorError("Cannot make \(folder): \(Errno.text(errno)).")
      }
    }
  }
}

/// Waits for its turn at a file that several processes write; the system lets go of it however the process ends.
struct FileLock: ~Copyable {
  private let fd: Int32

  init(path: String) throws(OperatorError) {
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw OperatorError("Cannot write \(path): \(Errno.text(errno)).") }
    while flock(fd, LOCK_EX) != 0 {
      guard errno == EINTR else {
        let reason = Errno.text(errno)
        close(fd)
        throw OperatorError("Cannot lock \(path): \(reason).")
      }
    }
  }
  func release() { close(fd) }
}
