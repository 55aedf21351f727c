public import Core

/// The keys of one practice, opened for one worker: seals and opens fields, makes blind indexes and audit macs.
///
/// Sealed form: `0x50`, a form, key id (4 bytes, big endian), in forms 3 and 5 the patient's id (16), nonce (12),
/// ciphertext, tag (16); AES-256-GCM in all. Associated data: practice, row, table, column, and from form 2 on the header.
/// A value moved to another row, column, practice or patient does not open.
///
/// Form 1 is sealed by the practice's key alone. Forms 2 and 4 (the row is the patient) and 3 and 5 (the row belongs to
/// one) also need a secret of the patient (``PatientTree``): of the record in 2 and 3, of the contact data in 4 and 5.
/// They stay closed for ever once that has been destroyed.
public final class Keyring {
  static let magic: UInt8 = 0x50
  static let headerBytes = 6
  /// What of a sealed value says its form and key.
  public static let markBytes = headerBytes

  enum Form: UInt8 {
    case practice = 1
    case patientRow = 2
    case ofPatient = 3
    case contactOfRow = 4
    case contactOfPatient = 5

    init(_ part: PatientPart, isRow: Bool) {
      switch part {
      case .record: self = isRow ? .patientRow : .ofPatient
      case .contact: self = isRow ? .contactOfRow : .contactOfPatient
      }
    }
    var part: PatientPart? {
      switch self {
      case .practice: nil
      case .patientRow, .ofPatient: .record
      case .contactOfRow, .contactOfPatient: .contact
      }
    }
    /// Bytes of the header, key and all.
    var headerBytes: Int {
      switch self {
      case .practice, .patientRow, .contactOfRow: Keyring.headerBytes
      case .ofPatient, .contactOfPatient: Keyring.headerBytes + 16
      }
    }
  }

  /// What a practice has besides the keys that seal: they never change, or old look-ups and the trail would end.
  public struct Roots: Sendable {
    public let index: [UInt8]
    public let audit: [UInt8]
    public init(index: [UInt8], audit: [UInt8]) {
      self.index = index
      self.audit = audit
    }
    /// As they follow from the first key of a practice, when nothing else was written down.
    public init(of first: [UInt8]) {
      index = Digest.subkey(of: first, "index")
      audit = Digest.subkey(of: first, "audit")
    }
  }

  public let practice: EntityID
  /// The key that seals: the highest id.
  public let current: UInt32
  private let ciphers: [UInt32: GCM]
  private let patientRoots: [UInt32: [UInt8]]
  private let patientCipher: GCM
  private var patientKeys: [PatientKey: [UInt8]] = [:]
  private let tree: PatientTree?
  public let roots: Roots

  private struct PatientKey: Hashable {
    let id: UInt32
    let patient: EntityID
    let part: PatientPart
  }

  /// - Parameters:
  ///   - keys: 32 bytes each, by id; the highest id seals, all open.
  ///   - roots: nil takes them from the lowest key.
  ///   - tree: nil cannot seal or open what belongs to a patient.
  public init?(practice: EntityID, keys: [UInt32: [UInt8]], roots: Roots? = nil, tree: PatientTree? = nil) {
    guard let newest = keys.keys.max(), let oldest = keys.keys.min(), let first = keys[oldest],
      keys.values.allSatisfy({ $0.count == 32 })
    else { return nil }
    self.practice = practice
    current = newest
    ciphers = keys.mapValues { GCM(key: Digest.subkey(of: $0, "seal")) }
    patientRoots = keys.mapValues { Digest.subkey(of: $0, "patient") }
    patientCipher = GCM(key: [UInt8](repeating: 0, count: 32))
    self.tree = tree
    self.roots = roots ?? Roots(of: first)
  }

  public func seal(_ plain: [UInt8], _ column: SealedColumn, row: EntityID) -> [UInt8] {
    guard let cipher = ciphers[current] else { preconditionFailure("the current key is always in the ring") }
    return header(.practice) + cipher.seal(plain, associated: associated(column, row))
  }

  /// Sealed so that it can be made unreadable for ever, with everything else of this patient.
  /// - Returns: nil when the patient's secret has been destroyed, or the ring has no tree.
  public func seal(
    _ plain: [UInt8], _ column: SealedColumn, row: EntityID, patient: EntityID, part: PatientPart
  ) -> [UInt8]? {
    guard let key = patientKey(current, patient, part) else { return nil }
    let header = header(patient: patient, part, row: row)
    return header + patientCipher.seal(plain, associated: associated(column, row) + header, key: key)
  }

  /// What a value of today begins with: form and key. The rest of the header differs from row to row.
  public func mark(ofPatient patient: EntityID?, part: PatientPart, row: EntityID) -> [UInt8] {
    guard let patient else { return header(.practice) }
    return Array(header(patient: patient, part, row: row).prefix(Self.markBytes))
  }

  private func header(patient: EntityID, _ part: PatientPart, row: EntityID) -> [UInt8] {
    let form = Form(part, isRow: patient == row)
    return header(form) + (patient == row ? [] : Self.bytes(of: patient))
  }
  private func header(_ form: Form) -> [UInt8] {
    var header: [UInt8] = [Self.magic, form.rawValue]
    withUnsafeBytes(of: current.bigEndian) { header.append(contentsOf: $0) }
    return header
  }
  private static func bytes(of id: EntityID) -> [UInt8] {
    var bytes: [UInt8] = []
    for half in [id.high, id.low] { withUnsafeBytes(of: half.bigEndian) { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// The id of the key a value was sealed with; nil for what is no sealed value.
  public static func keyID(of sealed: [UInt8]) -> UInt32? {
    guard sealed.count > headerBytes, sealed[0] == magic, Form(rawValue: sealed[1]) != nil else { return nil }
    return sealed[2..<6].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
  }

  /// Whether a patient's secret has been destroyed. Without a tree nothing is known of any.
  public func hasForgotten(_ patient: EntityID, _ part: PatientPart) -> Bool {
    tree?.hasForgotten(practice: practice, patient: patient, part: part) ?? false
  }

  public func has(_ key: UInt32) -> Bool { ciphers[key] != nil }

  /// Nil when the value was not sealed here for this row and column, its key is gone, or its patient forgotten.
  public func open(_ sealed: [UInt8], _ column: SealedColumn, row: EntityID) -> [UInt8]? {
    guard let id = Self.keyID(of: sealed), let form = Form(rawValue: sealed[1]) else { return nil }
    guard let part = form.part else {
      return ciphers[id]?.open(sealed[Self.headerBytes...], associated: associated(column, row))
    }
    let header = form.headerBytes
    guard sealed.count > header, let patient = header == Self.headerBytes ? row : EntityID(bytes: sealed[6..<22]),
      let key = patientKey(id, patient, part)
    else { return nil }
    return patientCipher.open(sealed[header...], associated: associated(column, row) + sealed[..<header], key: key)
  }

  /// From the practice's key and the patient's secret, so that neither opens anything alone.
  private func patientKey(_ id: UInt32, _ patient: EntityID, _ part: PatientPart) -> [UInt8]? {
    let place = PatientKey(id: id, patient: patient, part: part)
    if let known = patientKeys[place] { return known }
    guard let root = patientRoots[id], let secret = tree?.secret(practice: practice, patient: patient, part: part)
    else {
      return nil
    }
    let key = Digest.hmac(key: root, secret)
    // Enough for a page of a large practice; a list of everybody works them out again.
    if patientKeys.count >= 20_000 { patientKeys.removeAll() }
    patientKeys[place] = key
    return key
  }

  private func associated(_ column: SealedColumn, _ row: EntityID) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    for half in [practice.high, practice.low, row.high, row.low] {
      withUnsafeBytes(of: half.bigEndian) { bytes.append(contentsOf: $0) }
    }
    for name in [column.table, column.column] {
      bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
      bytes.append(0)
    }
    return bytes
  }

  /// A keyed hash to look a value up by without opening every row.
  /// - Parameters:
  ///   - normalized: the value in the one form it is compared in.
  ///   - bytes: 16 for values that are hard to guess; 4 for phone numbers, so that the index does not tell them apart
  ///     for sure. The caller compares the opened value.
  public func blindIndex(_ normalized: String, of kind: StaticString, bytes: Int = 16) -> [UInt8] {
    Array(Digest.hmac(key: roots.index, Array("\(kind)".utf8) + [0] + Array(normalized.utf8)).prefix(bytes))
  }

  public func auditMAC(_ canonical: [UInt8]) -> [UInt8] { Digest.hmac(key: roots.audit, canonical) }
}
