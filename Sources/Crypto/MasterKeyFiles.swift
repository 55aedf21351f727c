internal import Core

/// What the two key files hold, as they are written.
extension MasterKeys {
  private static let patientsMark = Array("praxis patients 1\n".utf8)
  private static let patientsColumn = SealedColumn("keys", "patients")
  private static let nowhere = EntityID(high: 0, low: 0)

  /// The master key that wraps.
  public var newestMaster: UInt32 { masters.keys.max() ?? 0 }
  public var masterIDs: [UInt32] { masters.keys.sorted() }

  /// With one master key more, which wraps from now on; the others still unwrap.
  public func addingMaster() -> MasterKeys {
    var masters = masters
    masters[newestMaster + 1] = SecureRandom.bytes(32)
    return copy(masters)
  }

  /// Without the master keys that wrap nothing any more.
  public func keepingNewestMaster() -> MasterKeys { copy(masters.filter { $0.key == newestMaster }) }

  private func copy(_ masters: [UInt32: [UInt8]]) -> MasterKeys {
    var copy = MasterKeys(masters: masters, platform: platform, pepper: pepper)
    copy.patients = patients
    return copy
  }

  /// With other secrets of patients than those that were read.
  public func with(_ patients: PatientTree) -> MasterKeys {
    var copy = self
    copy.patients = patients
    return copy
  }

  /// Text of the key file.
  public var fileText: String {
    let lines = masterIDs.map { "master \($0) \(Hex.encode(masters[$0] ?? []))\n" }
    return Self.fileHead + lines.joined() + "platform \(Hex.encode(platform))\npepper \(Hex.encode(pepper))\n"
  }
  static let fileHead =
    "# Praxis keys. Without this file no sealed field can be read: keep a copy apart from the backups.\n"

  /// Bytes of the file with the patients' secrets: unreadable without the key file.
  public func patientsFile(_ tree: PatientTree) -> [UInt8] {
    guard let ring = Keyring(practice: Self.nowhere, keys: masters) else {
      preconditionFailure("a key file without a master key does not load")
    }
    return Self.patientsMark + ring.seal(tree.bytes, Self.patientsColumn, row: Self.nowhere)
  }

  /// Nil when the bytes were not sealed by one of these master keys.
  public func openPatients(_ bytes: [UInt8]) -> PatientTree? {
    guard bytes.starts(with: Self.patientsMark), let ring = Keyring(practice: Self.nowhere, keys: masters) else {
      return nil
    }
    let sealed = Array(bytes.dropFirst(Self.patientsMark.count))
    return ring.open(sealed, Self.patientsColumn, row: Self.nowhere).flatMap { PatientTree(bytes: $0) }
  }

  /// The master key that sealed a file of patients' secrets.
  public static func master(ofPatientsFile bytes: [UInt8]) -> UInt32? {
    Keyring.keyID(of: Array(bytes.dropFirst(patientsMark.count)))
  }
}
