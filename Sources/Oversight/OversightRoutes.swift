public import Routing

/// Every address of Oversight: the trail and what it says of one person or one patient, for those who watch over the
/// practice and for patients themselves. The trail is Database's; nothing here can change it.
public enum OversightRoutes {
  public static let all: [Route] = [
    .get("/audit", .readAudit, "TrailHandlers.list", recordsAccess: "audit.read", TrailHandlers.list),
    .get(
      "/audit/people/{user}", .readAudit, "TrailHandlers.person", recordsAccess: "audit.read", TrailHandlers.person),
    .get("/audit/export", .exportAudit, "TrailExport.again", TrailExport.again),
    .post("/audit/export", .exportAudit, "TrailExport.create", TrailExport.create).confirmed,
    .get(
      "/patients/{patient}/access", .readAccess, "PatientAccess.show", recordsAccess: "access.read",
      PatientAccess.show),
    .portalGet("/portal/record/access", "PortalAccess.show", PortalAccess.show),
  ]
}
