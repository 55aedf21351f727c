internal import Core
internal import SQL

/// One row of the chain in the form its mac is computed over. A row says which form that is, so that what is known of
/// an event can grow while older chains stay verifiable.
struct AuditRecord {
  enum Form: Int {
    /// Until schema 2: nothing of session, on-behalf-of and result.
    case first = 1
    case second = 2
  }

  let form: Form
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
  let sessionID: EntityID?
  let onBehalfOf: EntityID?
  let result: String

  /// What the mac of its form does not cover must be empty, or somebody put it there.
  var hasOnlyWhatItsFormCovers: Bool {
    switch form {
    case .first: sessionID == nil && onBehalfOf == nil && result.isEmpty
    case .second: true
    }
  }

  /// Every part with its length before it, so that no two records share a form. The forms begin differently: the first
  /// with the 16 bytes of the practice, the others with one byte, their number.
  func canonical(after previous: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    func part(_ content: some Collection<UInt8>) {
      withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: content)
    }
    switch form {
    case .first: break
    case .second: part([UInt8(form.rawValue)])
    }
    part(practice.bytes)
    withUnsafeBytes(of: seq.bigEndian) { part($0) }
    part(previous)
    withUnsafeBytes(of: at.bigEndian) { part($0) }
    for text in [actorKind, role, address, requestID, action, entity, fields] { part(text.utf8) }
    for id in [actorID, entityID, patientID] { part(id?.bytes ?? []) }
    switch form {
    case .first: break
    case .second:
      part(result.utf8)
      for id in [sessionID, onBehalfOf] { part(id?.bytes ?? []) }
    }
    return bytes
  }
}

extension AuditRecord {
  /// The columns that ``init(_:practice:)`` reads, in its order.
  static let columns: SQL = """
    seq, at, actor_kind, actor_id, role, address, request_id, action, entity, entity_id, patient_id, fields, mac, form,
    session_id, on_behalf_of, result
    """

  /// Nil for a form that this version does not know.
  init?(_ row: borrowing Row, practice: EntityID) throws(RowError) {
    guard let form = Form(rawValue: try row.int(13)) else { return nil }
    self.form = form
    self.practice = practice
    seq = UInt64(bitPattern: Int64(try row.int(0)))
    at = try row.instant(1).microseconds
    actorKind = try row.text(2)
    actorID = try row.idIfPresent(3)
    role = try row.text(4)
    address = try row.text(5)
    requestID = try row.text(6)
    action = try row.text(7)
    entity = try row.text(8)
    entityID = try row.idIfPresent(9)
    patientID = try row.idIfPresent(10)
    fields = try row.text(11)
    sessionID = try row.idIfPresent(14)
    onBehalfOf = try row.idIfPresent(15)
    result = try row.text(16)
  }
}
