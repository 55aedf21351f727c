internal import Core

/// One row of the chain in the one form its mac is computed over.
struct AuditRecord {
  let practice: EntityID
  let seq: UInt64
  let at: Int64
  let actorKind: String
  let actorID: EntityID?
  let role: String
  let address: String
  let requestID: String
  let action: String
  let entity: String
  let entityID: EntityID?
  let patientID: EntityID?
  let fields: String

  /// Every part with its length before it, so that no two records share a form.
  func canonical(after previous: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    func part(_ content: some Collection<UInt8>) {
      withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: content)
    }
    part(practice.bytes)
    withUnsafeBytes(of: seq.bigEndian) { part($0) }
    part(previous)
    withUnsafeBytes(of: at.bigEndian) { part($0) }
    for text in [actorKind, role, address, requestID, action, entity, fields] { part(Array(text.utf8)) }
    for id in [actorID, entityID, patientID] { part(id?.bytes ?? []) }
    return bytes
  }
}
