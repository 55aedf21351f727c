import Routing

/// Addresses of copies of a record for its patient (GDPR Art. 15 and 20). Ordering one and fetching it take a factor shown
/// within five minutes; in the portal a second factor as well.
enum ExportRoutes {
  static let all: [Route] = staff + portal

  private static let read = AccessRecord.patient("patient.read")

  private static let staff: [Route] = [
    .get(
      "/patients/{patient}/exports", .exportPatients, "StaffExports.show", recordsAccess: read,
      StaffExports.show),
    .get("/patients/{patient}/exports/version", .exportPatients, "StaffExports.version", StaffExports.version)
      .background,
    .post(
      "/patients/{patient}/exports", .exportPatients, "StaffExports.order", recordsAccess: read,
      StaffExports.order
    ).confirmed,
    .get("/patients/{patient}/exports/{export}/file", .exportPatients, "StaffExports.again", StaffExports.again),
    .post(
      "/patients/{patient}/exports/{export}/file", .exportPatients, "StaffExports.fetch", recordsAccess: read,
      StaffExports.fetch
    ).confirmed,
    .post(
      "/patients/{patient}/exports/{export}/retry", .exportPatients, "StaffExports.retry", recordsAccess: read,
      StaffExports.retry),
    .post(
      "/patients/{patient}/exports/{export}/deletion", .exportPatients, "StaffExports.delete", recordsAccess: read,
      StaffExports.delete),
  ]

  private static let portal: [Route] = [
    .portalGet("/portal/record/export", "PortalExports.show", PortalExports.show).withSecondFactor,
    .portalGet("/portal/record/export/version", "PortalExports.version", PortalExports.version).withSecondFactor
      .background,
    .portalPost("/portal/record/export", "PortalExports.order", PortalExports.order).withSecondFactor.confirmed,
    .portalGet("/portal/record/export/{export}/file", "PortalExports.again", PortalExports.again).withSecondFactor,
    .portalPost("/portal/record/export/{export}/file", "PortalExports.fetch", PortalExports.fetch).withSecondFactor
      .confirmed,
    .portalPost("/portal/record/export/{export}/retry", "PortalExports.retry", PortalExports.retry).withSecondFactor,
    .portalPost("/portal/record/export/{export}/deletion", "PortalExports.delete", PortalExports.delete)
      .withSecondFactor,
  ]
}
