public import Core

/// Who acts. Stands in every audit event.
public enum Actor: Sendable, Hashable {
  case staff(UserID, Role)
  case patient(PatientID)
  /// Somebody whom the practice lets act for a patient: an account of the portal, and for whom.
  case guardian(EntityID, for: PatientID)
  /// Somebody at a public page, signed in nowhere.
  case visitor
  /// Work that a job does after the request that asked for it.
  case job
  /// A person at the command line of the box.
  case operatorCommand

  public var role: Role? {
    switch self {
    case .staff(_, let role): role
    case .patient, .guardian: .patient
    case .visitor, .job, .operatorCommand: nil
    }
  }
  public var user: UserID? {
    switch self {
    case .staff(let user, _): user
    case .patient, .guardian, .visitor, .job, .operatorCommand: nil
    }
  }
  /// Whose record the portal shows: the patient's own, or that of the one a guardian acts for.
  public var patient: PatientID? {
    switch self {
    case .patient(let patient), .guardian(_, for: let patient): patient
    case .staff, .visitor, .job, .operatorCommand: nil
    }
  }
  /// Whether it is the patient, somebody who acts for them, or whoever holds the link of their visit.
  public var isPatientsSide: Bool {
    switch self {
    case .patient, .guardian, .visitor: true
    case .staff, .job, .operatorCommand: false
    }
  }
  var kind: String {
    switch self {
    case .staff: "staff"
    case .patient: "patient"
    case .guardian: "guardian"
    case .visitor: "visitor"
    case .job: "job"
    case .operatorCommand: "operator"
    }
  }
  var id: EntityID? {
    switch self {
    case .staff(let user, _): user.id
    case .patient(let patient): patient.id
    case .guardian(let account, for: _): account
    case .visitor, .job, .operatorCommand: nil
    }
  }
}
