import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
@testable import Server
import SQL
import Testing
import TestSupport

/// Each test has keys of its own, so it wraps its own practices alone: the database is shared with all other tests.
@Suite struct MasterRotationTests {
  private struct Stopped: Error {}

  /// The table of keys alone, in a database of its own.
  private final class Store {
    let name = "praxis_rotation_" + Hex.encode(SecureRandom.bytes(4))
    let keys: KeyFolder
    private(set) var made: [(id: PracticeKeyID, key: [UInt8])] = []

    init(_ keys: KeyFolder) throws {
      self.keys = keys
      let root = try TestServer.connectAsRoot()
      _ = try root.withSystem(.check) { db in
        try db.execute(TestServer.statement("CREATE DATABASE \(self.name)"))
        try db.execute(TestServer.statement("CREATE TABLE \(self.name).practices_key LIKE praxis_store.practices_key"))
      }
      let connection = try connect()
      for _ in 0..<5 {
        for purpose in PracticeKeyPurpose.allCases {
          let id = PracticeKeyID(practice: .make(), id: 1, purpose: purpose)
          let key = try keys.keys().makePracticeKey(practice: id)
          made.append((id, key.key))
          _ = try connection.withSystem(.check) { db in
            try db.execute(
              """
              INSERT INTO practices_key (practice_id, purpose, id, master_key_id, wrapped, created_at)
              VALUES (\(id.practice), \(purpose.rawValue), 1, \(Int(key.masterID)), \(key.wrapped), \(Instant.now))
              """)
          }
        }
      }
    }
    func connect() throws -> Connection {
      try Connection(TestServer.address(user: "root", schema: name), keys: try keys.keys())
    }
    func drop() throws {
      _ = try TestServer.connectAsRoot().withSystem(.check) {
        try $0.execute(TestServer.statement("DROP DATABASE \(self.name)"))
      }
    }
    /// Whether all keys open with these.
    func opens(with masters: MasterKeys) throws -> Bool {
      let rows = try connect().withSystem(.check) { db in
        try db.rows("SELECT practice_id, purpose, wrapped FROM practices_key") { row in
          let purpose = try row.choice(1, as: PracticeKeyPurpose.self)
          return (id: PracticeKeyID(practice: try row.id(0), id: 1, purpose: purpose), wrapped: try row.bytes(2))
        }
      }
      return rows.count == made.count
        && rows.allSatisfy { row in
          made.first { $0.id.practice == row.id.practice }?.key == masters.unwrap(row.wrapped, practice: row.id)
        }
    }
    func rotation() -> MasterRotation {
      MasterRotation(configuration: keys.configuration) { try self.connect() }
    }
  }

  /// Ended after each step in turn, everything opens with the files as they lie there, also for a process that has the
  /// old files in memory; and the next run finishes.
  @Test func itMayEndAnywhereAndGoesOn() throws {
    var stop = 0
    var isDone = false
    while !isDone {
      let store = try Store(try KeyFolder())
      let old = try store.keys.keys()
      var seen = 0
      do {
        _ = try store.rotation().run { _ in
          seen += 1
          if seen > stop { throw Stopped() }
        }
        isDone = true
      } catch is Stopped {}
      let now = try store.keys.keys()
      #expect(try store.opens(with: now) && now.patients == old.patients, "after \(stop) steps")
      #expect(try store.opens(with: try #require(try old.reread())))
      _ = try store.rotation().run { _ in }
      let end = try store.keys.keys()
      #expect(end.masterIDs.count == 1 && end.newestMaster >= 2 && end.patients == old.patients)
      #expect(try store.opens(with: end) && !store.opens(with: old))
      try store.drop()
      stop += 1
    }
    // Five steps, and one for each of the fifteen keys.
    #expect(stop > 18)
  }

  /// A key that was wrapped by the old master at the last moment keeps the old master alive.
  @Test func theOldMasterStaysWhileAnythingNeedsIt() throws {
    let store = try Store(try KeyFolder())
    let old = try store.keys.keys()
    let sentence = KeyFolder.sentence {
      _ = try store.rotation().run { step in
        guard step == .checked else { return }
        let id = PracticeKeyID(practice: .make(), id: 9)
        let key = old.makePracticeKey(practice: id)
        _ = try store.connect().withSystem(.check) { db in
          try db.execute(
            """
            INSERT INTO practices_key (practice_id, purpose, id, master_key_id, wrapped, created_at)
            VALUES (\(id.practice), 'data', 9, \(Int(key.masterID)), \(key.wrapped), \(Instant.now))
            """)
        }
      }
    }
    #expect(sentence.contains("run praxis keys rotate-master again"))
    #expect(try store.keys.keys().masterIDs == [1, 2])
    _ = try store.rotation().run { _ in }
    #expect(try store.keys.keys().masterIDs == [2])
    try store.drop()
  }

  @Test func aProcessWithTheOldFileReadsOnAndTheOldKeyOpensNothing() throws {
    let keys = try KeyFolder()
    let old = try keys.keys()
    let (practice, wrapped) = try made(keys)
    #expect(old.unwrap(wrapped, practice: practice) != nil)
    let added = old.addingMaster()
    try AtomicFile.replace(keys.keyFile, with: Array(added.fileText.utf8))
    // The file with the patients' keys still is of the old master: both open it.
    #expect(try keys.keys().patients == old.patients)
    #expect(try PatientKeyFile.rewrap(path: keys.patientKeyFile, keyFile: keys.keyFile))
    #expect(try !PatientKeyFile.rewrap(path: keys.patientKeyFile, keyFile: keys.keyFile))
    let now = try keys.keys()
    #expect(now.unwrap(wrapped, practice: practice) != nil)
    let anew = now.wrap(now.unwrap(wrapped, practice: practice) ?? [], practice: practice)
    #expect(anew.masterID == 2 && old.unwrap(anew.bytes, practice: practice) == nil)
    #expect(now.keepingNewestMaster().unwrap(anew.bytes, practice: practice) == now.unwrap(wrapped, practice: practice))
    #expect(try old.reread()?.unwrap(anew.bytes, practice: practice) != nil)
  }

  private func made(_ keys: KeyFolder) throws -> (PracticeKeyID, [UInt8]) {
    let id = PracticeKeyID(practice: .make(), id: 1)
    return (id, try keys.keys().makePracticeKey(practice: id).wrapped)
  }

  @Test func aFileOfAnotherInstallationIsAPlainSentence() throws {
    let (a, b) = (try KeyFolder(), try KeyFolder())
    let mixed = KeyFolder.sentence { _ = try PatientKeyFile.read(path: b.patientKeyFile, keyFile: a.keyFile) }
    #expect(mixed.contains("was not made for the key file") && mixed.hasSuffix("."))
    unlink(a.patientKeyFile)
    let missing = KeyFolder.sentence { _ = try Bootstrap.masterKeys(a.configuration) }
    #expect(missing.contains("cannot be read") && missing.contains(a.patientKeyFile))
    unlink(b.keyFile)
    #expect(KeyFolder.sentence { _ = try Bootstrap.masterKeys(b.configuration) }.contains(b.keyFile))
  }

  @Test func bothSharesWriteTheKeyFileAnew() throws {
    let keys = try KeyFolder()
    let before = try String(contentsOfFile: keys.keyFile, encoding: .utf8)
    let sheets = RecoveryShares.make(of: try keys.keys()).joined()
    let taken = KeyFolder.sentence { try KeysRun.recover(keys.configuration, from: sheets) }
    #expect(taken.contains("is there already"))
    unlink(keys.keyFile)
    let others = RecoveryShares.make(of: try KeyFolder().keys()).joined()
    let wrong = KeyFolder.sentence { try KeysRun.recover(keys.configuration, from: others) }
    #expect(wrong.contains("another master key") && access(keys.keyFile, F_OK) != 0)
    #expect(KeyFolder.sentence { try KeysRun.recover(keys.configuration, from: sheets) } == "done")
    #expect(try String(contentsOfFile: keys.keyFile, encoding: .utf8) == before)
    var info = stat()
    #expect(stat(keys.keyFile, &info) == 0 && info.st_mode & 0o777 == 0o600)
    #expect(try keys.keys().patients != nil)
  }
}
