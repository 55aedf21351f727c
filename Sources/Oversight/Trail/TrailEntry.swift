import Core
import Crypto
import Database

/// One event of the trail as its readers see it: with the names of those it speaks of.
struct TrailEntry: Sendable {
  enum Who: Sendable, Equatable {
    /// The name is nil for an account that is not there any more.
    case staff(UserID, name: String?)
    case patient, guardian
    case visitor, job, operatorCommand
  }

  let seq: Int
  let at: Instant
  let who: Who
  /// Held at that time; nil for those without one.
  let role: Role?
  /// Of the network; empty for what did not come by it.
  let address: String
  let request: String
  let action: String
  let entity: String
  let entityID: EntityID?
  let patient: PatientID?
  /// Nil without a patient, and for one whose record is gone.
  let patientName: PersonName?
  /// Names of fields, or codes.
  let fields: String
  /// Who asked for what a job did; nil without one, and for somebody who is no member of staff.
  let askedBy: String?
  let onBehalfOf: EntityID?
  let session: EntityID?
  /// `done`, `refused`, `failed`; empty for events of an older form.
  let result: String

  /// A kind of actor that this version does not know: a bug, answered with 500.
  struct UnknownActor: Error {}

  /// Columns as ``Trail`` lists them.
  init(_ row: borrowing Row) throws {
    seq = try row.int(0)
    at = try row.instant(1)
    who = try Self.who(row)
    role = Role(rawValue: try row.text(4))
    address = try row.text(5)
    request = try row.text(6)
    action = try row.text(7)
    entity = try row.text(8)
    entityID = try row.idIfPresent(9)
    let patient = try row.idIfPresent(10, as: PatientID.self)
    self.patient = patient
    fields = try row.text(11)
    onBehalfOf = try row.idIfPresent(14)
    askedBy = try row.textIfPresent(15)
    session = try row.idIfPresent(16)
    result = try row.text(17)
    patientName = try patient.flatMap { id in
      try row.openedIfPresent(13, TrailPatient.nameColumn, row: id.id).map(TrailPatient.name)
    }
  }

  private static func who(_ row: borrowing Row) throws -> Who {
    switch try row.text(2) {
    case "staff": .staff(UserID(try row.id(3)), name: try row.textIfPresent(12))
    case "patient": .patient
    case "guardian": .guardian
    case "visitor": .visitor
    case "job": .job
    case "operator": .operatorCommand
    default: throw UnknownActor()
    }
  }
}
