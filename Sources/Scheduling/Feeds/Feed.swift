import Core
import Database

/// An address at which a calendar elsewhere fetches appointments again and again. Whoever knows the address reads it, so
/// it is shown once, kept as a hash, and ends with its owner's rights.
struct Feed: Sendable {
  /// Whose it is: each has at most one.
  enum Owner: Sendable, Equatable {
    case staff(UserID)
    /// - account: of the portal, of who acts for the patient.
    case patient(PatientID, account: EntityID?)

    /// Nil for visitors, jobs and operators.
    init?(_ actor: Actor) {
      switch actor {
      case .staff(let user, _): self = .staff(user)
      case .patient(let patient): self = .patient(patient, account: nil)
      case .guardian(let account, for: let patient): self = .patient(patient, account: account)
      case .visitor, .job, .operatorCommand: return nil
      }
    }

    var holder: EntityID {
      switch self {
      case .staff(let user): user.id
      case .patient(let patient, let account): account ?? patient.id
      }
    }
    var subject: EntityID {
      switch self {
      case .staff(let user): user.id
      case .patient(let patient, _): patient.id
      }
    }
    var user: UserID? { if case .staff(let user) = self { user } else { nil } }
    var patient: PatientID? { if case .patient(let patient, _) = self { patient } else { nil } }
    var account: EntityID? { if case .patient(_, let account) = self { account } else { nil } }
  }

  let id: EntityID
  let owner: Owner
  let createdAt: Instant
  let fetchedAt: Instant?
  /// Of what was last fetched, and since when it is that.
  let etag: [UInt8]?
  let changedAt: Instant?
  /// When the trail last said that it was read.
  let recordedAt: Instant?

  static let daysBack = 30
  static let daysAhead = 366
  /// How long what is off is still listed as cancelled, so that calendars which keep copies take it out.
  static let cancelledDays = 30
  /// Far beyond what one person can do within the days of a feed.
  static let maximumEntries = 6000
}
