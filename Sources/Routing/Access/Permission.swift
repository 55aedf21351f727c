public import Core

/// What a staff route needs: a resource and an action. The table in this file says which roles hold it and whose
/// patients it reaches; the router, the pages, the route matrix and docs/permissions.md share it.
public enum Permission: String, CaseIterable, Sendable {
  case readSchedule = "schedule.read"
  case changeSchedule = "schedule.change"
  /// What did not reach patients, and what becomes of it.
  case handleMessages = "messages.handle"
  /// What was written to a patient and by them.
  case readMessages = "messages.read"
  case writeMessages = "messages.write"
  case readPatients = "patients.read"
  case changePatients = "patients.change"
  /// Stopping and allowing the use of a patient's record.
  case protectPatients = "patients.protect"
  /// Erasing a patient.
  case erasePatients = "patients.erase"
  /// A copy of everything about a patient, for the patient. It holds the chart.
  case exportPatients = "patients.export"
  case readChart = "chart.read"
  case readSettings = "settings.read"
  case changeSettings = "settings.change"
  case importRecords = "records.import"
  /// Whether calendars outside of Praxis may name patients.
  case nameInFeeds = "feeds.name"
  /// Who did what, in the whole practice.
  case readAudit = "audit.read"
  /// The same as a file.
  case exportAudit = "audit.export"
  /// Who is affected when something went wrong, and what is done about it.
  case manageIncidents = "incident.manage"
  /// Who saw one patient's record.
  case readAccess = "access.read"
  /// Who treats a patient: on that hangs who may reach them.
  case readCareTeam = "careteam.read"
  case changeCareTeam = "careteam.change"
  /// Opening the record of somebody who is not among one's own patients, for an hour and with a reason.
  case openInEmergency = "emergency.open"
  case reviewEmergencies = "emergency.review"
  /// Which identity provider the practice's staff may sign in by.
  case manageSignOn = "signon.manage"
  /// Who works here, with which role and which factors, and who is invited.
  case readTeam = "team.read"
  case changeTeam = "team.change"
  /// Own account and sign-out: every member of staff.
  case useAccount = "account.use"

  /// The roles that hold this permission, each with the patients it reaches. A permission that is about no patient
  /// says `.everybody`.
  public var grants: [Role: Relation] {
    switch self {
    case .readSchedule, .readPatients:
      [
        .owner: .everybody, .admin: .everybody, .practitioner: .own, .frontDesk: .everybody, .biller: .everybody,
        .supervisor: .supervised,
      ]
    case .changeSchedule, .changePatients, .readCareTeam, .handleMessages, .writeMessages:
      [.owner: .everybody, .admin: .everybody, .practitioner: .own, .frontDesk: .everybody]
    case .readMessages:
      [
        .owner: .everybody, .admin: .everybody, .practitioner: .own, .frontDesk: .everybody, .supervisor: .supervised,
      ]
    case .readChart: [.owner: .everybody, .practitioner: .own, .supervisor: .supervised]
    case .exportPatients: [.owner: .everybody, .practitioner: .own]
    case .readAccess, .protectPatients: [.owner: .everybody, .admin: .everybody, .practitioner: .own]
    case .changeCareTeam: [.owner: .everybody, .admin: .everybody, .frontDesk: .everybody]
    case .openInEmergency: [.practitioner: .everybody, .supervisor: .everybody]
    case .reviewEmergencies, .manageIncidents, .readAudit, .readTeam, .changeTeam, .changeSettings, .importRecords,
      .erasePatients:
      [.owner: .everybody, .admin: .everybody]
    case .readSettings: [.owner: .everybody, .admin: .everybody, .frontDesk: .everybody]
    case .exportAudit, .manageSignOn, .nameInFeeds: [.owner: .everybody]
    case .useAccount: Dictionary(uniqueKeysWithValues: Role.allCases.filter { $0 != .patient }.map { ($0, .everybody) })
    }
  }

  public var roles: Set<Role> { Set(grants.keys) }
  public func isHeld(by role: Role) -> Bool { grants[role] != nil }
}
