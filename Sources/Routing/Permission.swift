public import Core

/// What a staff route needs. Which roles have it is one table, shared by the router, the pages and the route matrix.
public enum Permission: String, CaseIterable, Sendable {
  case readSchedule = "schedule.read"
  case changeSchedule = "schedule.change"
  case readPatients = "patients.read"
  case changePatients = "patients.change"
  case readChart = "chart.read"
  case readSettings = "settings.read"
  case changeSettings = "settings.change"
  case importRecords = "records.import"
  /// Who did what, in the whole practice.
  case readAudit = "audit.read"
  /// The same as a file.
  case exportAudit = "audit.export"
  /// Who is affected when something went wrong, and what is done about it.
  case manageIncidents = "incident.manage"
  /// Who saw one patient's record.
  case readAccess = "access.read"
  /// Who works here, with which role and which factors, and who is invited.
  case readTeam = "team.read"
  case changeTeam = "team.change"
  /// Own account and sign-out: every member of staff.
  case useAccount = "account.use"

  /// The roles that hold this permission.
  public var roles: Set<Role> {
    switch self {
    case .readSchedule: [.owner, .admin, .practitioner, .frontDesk, .biller, .supervisor]
    case .changeSchedule: [.owner, .admin, .practitioner, .frontDesk]
    case .readPatients: [.owner, .admin, .practitioner, .frontDesk, .biller, .supervisor]
    case .changePatients: [.owner, .admin, .practitioner, .frontDesk]
    case .readChart: [.owner, .practitioner, .supervisor]
    case .readSettings: [.owner, .admin, .frontDesk]
    case .changeSettings: [.owner, .admin]
    case .importRecords: [.owner, .admin]
    case .readAudit: [.owner, .admin]
    case .exportAudit: [.owner]
    case .manageIncidents: [.owner, .admin]
    case .readAccess: [.owner, .admin, .practitioner]
    case .readTeam: [.owner, .admin]
    case .changeTeam: [.owner, .admin]
    case .useAccount: [.owner, .admin, .practitioner, .frontDesk, .biller, .supervisor]
    }
  }
  public func isHeld(by role: Role) -> Bool { roles.contains(role) }
}
