public import Core
public import Crypto
public import Database

/// One part of one patient that is to be erased, or was.
struct Erasure: Sendable {
  enum State: String, Sendable { case planned, done }
  let id: EntityID
  let patient: PatientID
  let part: PatientPart
  let state: State
  /// Not before: until then the law wants it kept.
  let dueOn: LocalDate
  let requestedAt: Instant
  let doneAt: Instant?
}

/// What erasing a patient needs of others, wired in by the server.
public struct PatientEraser: Sendable {
  public typealias Rows = @Sendable (PatientID, PatientPart, borrowing TenantTransaction) throws -> Void

  /// Writes the erasure into the ledger outside the database, then destroys the patient's secret for ever.
  let forget: @Sendable (PracticeID, PatientID, PatientPart, Instant) throws -> Void
  /// Removes what other features hold of this part.
  let rows: [Rows]

  public init(
    forget: @escaping @Sendable (PracticeID, PatientID, PatientPart, Instant) throws -> Void, rows: [Rows]
  ) {
    self.forget = forget
    self.rows = rows
  }
}
