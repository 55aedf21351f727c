import Core

struct ExportID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// A copy of a record that somebody ordered.
struct Export: Sendable {
  enum State: String, Sendable { case waiting, building, ready, failed, gone }

  /// Why it failed, or why it has gone.
  enum Outcome: String, Sendable, CaseIterable {
    /// Its job was tried until it was given up.
    case job
    case tooLarge
    case lapsed, deleted, erased
  }

  let id: ExportID
  let patient: PatientID
  let orderer: ExportOrderer
  /// Who of the staff, or whom the practice knows as acting for the patient; nil for the patient.
  let name: String?
  let language: Language
  let state: State
  let run: Int
  let section: String
  let after: EntityID?
  let partsDone: Int
  let partsTotal: Int
  let contentBytes: Int
  let archiveBytes: Int?
  let outcome: Outcome?
  let orderedAt: Instant
  let readyAt: Instant?
  let expiresAt: Instant
  let fetchedAt: Instant?
  let overAt: Instant?

  var isBeingBuilt: Bool { state == .waiting || state == .building }
}

/// Who ordered a copy: that decides who may fetch it.
enum ExportOrderer: Sendable, Equatable {
  /// The practice: everybody there who may order one.
  case staff(UserID?)
  case patient
  /// An account of the portal that acts for the patient.
  case guardian(EntityID)

  var word: String {
    switch self {
    case .staff: "staff"
    case .patient: "patient"
    case .guardian: "guardian"
    }
  }
  var user: UserID? {
    guard case .staff(let user) = self else { return nil }
    return user
  }
  var account: EntityID? {
    guard case .guardian(let account) = self else { return nil }
    return account
  }
  var isStaff: Bool {
    guard case .staff = self else { return false }
    return true
  }
}
