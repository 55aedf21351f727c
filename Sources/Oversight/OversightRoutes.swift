public import Routing

/// Every address of Oversight: the trail and what it says of one person or one patient, for those who watch over the
/// practice and for patients themselves. The trail is Database's; nothing here can change it.
public enum OversightRoutes {
  /// - Parameter publicKey: what the checkpoints outside the database are signed with; nil where there is none yet.
  public static func all(publicKey: String?) -> [Route] {
    [
      .get("/audit", .readAudit, "TrailHandlers.list", recordsAccess: .trail("audit.read")) { call, db in
        try TrailHandlers.list(call, db, publicKey: publicKey)
      }
    ] + others
  }

  private static let others: [Route] =
    incidents + [
      .get(
        "/audit/people/{user}", .readAudit, "TrailHandlers.person", recordsAccess: .trail("audit.read"),
        TrailHandlers.person),
      .get("/audit/export", .exportAudit, "TrailExport.again", TrailExport.again),
      .post("/audit/export", .exportAudit, "TrailExport.create", TrailExport.create).confirmed,
      .get(
        "/patients/{patient}/access", .readAccess, "PatientAccess.show", recordsAccess: .patient("access.read"),
        PatientAccess.show),
      .portalGet("/portal/record/access", "PortalAccess.show", PortalAccess.show).withSecondFactor,
    ]

  private static let incidents: [Route] = [
    .get(
      "/audit/incidents", .manageIncidents, "IncidentHandlers.list", recordsAccess: .trail("incident.read"),
      IncidentHandlers.list),
    .get(
      "/audit/incident", .manageIncidents, "IncidentHandlers.new", recordsAccess: .trail("incident.read"),
      IncidentHandlers.new),
    // A form that comes back shows who is affected once more.
    .post(
      "/audit/incident", .manageIncidents, "IncidentHandlers.create", recordsAccess: .trail("incident.read"),
      IncidentHandlers.create),
    .get(
      "/audit/incident/{incident}", .manageIncidents, "IncidentHandlers.show", recordsAccess: .trail("incident.read"),
      IncidentHandlers.show),
    .post("/audit/incident/{incident}/steps", .manageIncidents, "IncidentActs.take", IncidentActs.take),
    .post("/audit/incident/{incident}/steps-undo", .manageIncidents, "IncidentActs.undo", IncidentActs.undo),
    .post("/audit/incident/{incident}/export", .manageIncidents, "IncidentActs.export", IncidentActs.export).confirmed,
  ]
}
