import Core
@testable import Crypto
import Testing

@Suite struct PatientTreeTests {
  private let practice = EntityID.make()
  private let column = SealedColumn("clinical_allergy", "sealed_content")

  @Test func everyPatientHasASecretOfTheirOwnThatStays() throws {
    let tree = PatientTree.make()
    let patients = (0..<200).map { _ in EntityID.make() }
    let secrets = try patients.map { try #require(tree.secret(practice: practice, patient: $0, part: .record)) }
    #expect(Set(secrets).count == 200 && secrets.allSatisfy { $0.count == 32 })
    #expect(tree.secret(practice: practice, patient: patients[0], part: .contact) != secrets[0])
    #expect(tree.secret(practice: .make(), patient: patients[0], part: .record) != secrets[0])
    #expect(PatientTree.make().secret(practice: practice, patient: patients[0], part: .record) != secrets[0])
  }

  @Test func aForgottenPatientIsGoneAndNobodyElse() throws {
    var tree = PatientTree.make()
    let patients = (0..<120).map { _ in EntityID.make() }
    let secrets = patients.map { tree.secret(practice: practice, patient: $0, part: .record) }
    for (index, patient) in patients.enumerated() where index.isMultiple(of: 3) {
      let (first, second) = (
        tree.forget(practice: practice, patient: patient, part: .record),
        tree.forget(practice: practice, patient: patient, part: .record)
      )
      #expect(first && !second)
      #expect(tree.hasForgotten(practice: practice, patient: patient, part: .record))
    }
    for (index, patient) in patients.enumerated() {
      #expect(
        tree.secret(practice: practice, patient: patient, part: .record)
          == (index.isMultiple(of: 3) ? nil : secrets[index]))
      #expect(!tree.hasForgotten(practice: .make(), patient: patient, part: .record))
    }
    let read = try #require(PatientTree(bytes: tree.bytes))
    #expect(read == tree)
    // At most 96 nodes of 41 bytes for each that was forgotten.
    #expect(tree.bytes.count <= 40 * 96 * 41)
  }

  /// What is kept does not hold the way to what was forgotten: no kept node stands above it.
  @Test func bytesThatAreNoTreeAreRefused() {
    #expect(PatientTree(bytes: [1, 2, 3]) == nil)
    var bytes = PatientTree.make().bytes
    bytes[0] = 33
    #expect(PatientTree(bytes: bytes) == nil)
    bytes[0] = 0
    bytes[8] = 1
    #expect(PatientTree(bytes: bytes) == nil)
  }

  @Test func whatWasSealedForAPatientStaysClosedOnceTheyAreForgotten() throws {
    let keys: [UInt32: [UInt8]] = [1: SecureRandom.bytes(32)]
    var tree = PatientTree.make()
    let (patient, other, row) = (EntityID.make(), EntityID.make(), EntityID.make())
    let ring = try #require(Keyring(practice: practice, keys: keys, tree: tree))
    let own = try #require(ring.seal([1, 2, 3], column, row: patient, patient: patient, part: .record))
    let record = try #require(ring.seal([4, 5], column, row: row, patient: patient, part: .record))
    let mail = try #require(ring.seal([8], column, row: patient, patient: patient, part: .contact))
    let theirs = try #require(ring.seal([6], column, row: row, patient: other, part: .record))
    for (sealed, row, plain) in [
      (own, patient, [1, 2, 3] as [UInt8]), (record, row, [4, 5]), (mail, patient, [8]), (theirs, row, [6]),
    ] {
      #expect(ring.open(sealed, column, row: row) == plain)
      #expect(ring.open(sealed, column, row: .make()) == nil)
      #expect(Keyring(practice: practice, keys: keys)?.open(sealed, column, row: row) == nil)
      for index in sealed.indices {
        var changed = sealed
        changed[index] ^= 1
        #expect(ring.open(changed, column, row: row) == nil)
      }
    }
    let isForgotten = tree.forget(practice: practice, patient: patient, part: .record)
    #expect(isForgotten)
    let after = try #require(Keyring(practice: practice, keys: keys, tree: tree))
    #expect(after.open(own, column, row: patient) == nil && after.open(record, column, row: row) == nil)
    #expect(after.open(mail, column, row: patient) == [8])
    #expect(after.open(theirs, column, row: row) == [6])
    #expect(after.seal([7], column, row: row, patient: patient, part: .record) == nil)
  }

  @Test func theFileOpensForItsMasterKeyAlone() throws {
    let masters = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    let tree = PatientTree.make()
    let file = masters.patientsFile(tree)
    #expect(masters.openPatients(file) == tree)
    #expect(try MasterKeys.parse(MasterKeys.newFile(), path: "keys").openPatients(file) == nil)
    let both = masters.addingMaster()
    #expect(both.openPatients(file) == tree && MasterKeys.master(ofPatientsFile: file) == 1)
    let anew = both.patientsFile(tree)
    #expect(MasterKeys.master(ofPatientsFile: anew) == 2 && masters.openPatients(anew) == nil)
    #expect(both.keepingNewestMaster().openPatients(anew) == tree)
    #expect(try MasterKeys.parse(both.fileText, path: "keys").openPatients(anew) == tree)
  }
}
