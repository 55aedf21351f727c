import Core

struct IncidentID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// Whose doings are looked at.
enum IncidentActor: Sendable, Equatable {
  case anybody
  case person(UserID)
  case network(NetworkBlock)

  /// As the table and the form name it.
  enum Kind: String, CaseIterable, Sendable { case anybody, person, network }
  var kind: Kind {
    switch self {
    case .anybody: .anybody
    case .person: .person
    case .network: .network
    }
  }
}

/// What is asked of the trail: who may be affected by what somebody did within a time.
struct IncidentScope: Sendable {
  let from: Instant
  /// Not included.
  let to: Instant
  let actor: IncidentActor
}

/// Something that went wrong with patients' data, written down with the time from which the clocks of the law run.
struct Incident: Sendable {
  let id: IncidentID
  let version: Int
  let discoveredAt: Instant
  let scope: IncidentScope
  /// Of the person whose doings are looked at.
  let personName: String?
  let note: String
  let authorityToldAt: Instant?
  let patientsToldAt: Instant?
  let closedAt: Instant?
  let openedBy: String
  let createdAt: Instant

  func time(of step: IncidentStep) -> Instant? {
    switch step {
    case .authority: authorityToldAt
    case .patients: patientsToldAt
    case .closed: closedAt
    }
  }
}

/// What is done about an incident, each at a time.
enum IncidentStep: String, CaseIterable, Sendable {
  /// The supervisory authority was told.
  case authority
  /// The patients were told.
  case patients
  case closed
}
