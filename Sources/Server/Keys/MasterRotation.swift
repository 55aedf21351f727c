import Crypto
@_spi(Bootstrap) import Database

/// Replaces the master key: a second one beside the first, everything wrapped anew, then the first goes.
///
/// Where it is follows from the files and the database alone, so a run that ended anywhere is taken up by the next. The
/// key file holds both keys from before the first key is wrapped anew until after the last.
struct MasterRotation {
  enum Step: Sendable, Equatable { case started, added, patients, wrapped, checked, removed }

  let configuration: Configuration
  /// Opens a connection of the database's owner with the key files as they are now.
  let connect: () throws -> Connection

  /// - Parameter step: is told what was done; throwing ends it there.
  /// - Returns: how many keys of practices were wrapped anew.
  func run(step: (Step) throws -> Void) throws -> Int {
    let lock = try FileLock(path: configuration.keyFile + ".lock")
    defer { lock.release() }
    try step(.started)
    try addMaster()
    try step(.added)
    _ = try PatientKeyFile.rewrap(path: configuration.patientKeyFile, keyFile: configuration.keyFile)
    try step(.patients)
    let count = try connect().withSystem(.provisioning) { db in
      try db.rewrapPracticeKeys { try step(.wrapped) }
    }
    try check()
    try step(.checked)
    try removeOldMasters()
    try step(.removed)
    return count
  }

  private var keys: MasterKeys {
    get throws(OperatorError) {
      try PatientKeyFile.read(path: configuration.patientKeyFile, keyFile: configuration.keyFile)
    }
  }

  /// Unless an earlier run added one already.
  private func addMaster() throws(OperatorError) {
    let keys = try keys
    guard keys.masterIDs.count == 1 else { return }
    try AtomicFile.replace(configuration.keyFile, with: Array(keys.addingMaster().fileText.utf8))
  }

  private func check() throws {
    let left = try connect().withSystem(.provisioning) { try $0.keysOfOlderMasters() }
    guard left == 0, try PatientKeyFile.sealingMaster(path: configuration.patientKeyFile) == keys.newestMaster else {
      throw OperatorError(
        "The older master key still wraps something that was made meanwhile: run praxis keys rotate-master again.")
    }
  }

  /// A practice that was made at this very moment may have been wrapped by the old key: then that is put back.
  private func removeOldMasters() throws {
    let both = try keys
    try AtomicFile.replace(configuration.keyFile, with: Array(both.keepingNewestMaster().fileText.utf8))
    do {
      try check()
    } catch {
      try AtomicFile.replace(configuration.keyFile, with: Array(both.fileText.utf8))
      throw error
    }
  }
}
