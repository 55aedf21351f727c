public import Routing

/// Every address of Patients: the list and its search, a patient's details, imports. Opening a patient leads to the
/// chart, which Clinical shows, or, for those who may not read charts, to the details.
public enum PatientsRoutes {
  /// - Parameter clinical: how imports store clinical records.
  public static func all(_ clinical: ClinicalImport) -> [Route] {
    patients + privacy + ExportRoutes.all + ImportRoutes.all(clinical)
  }

  private static let privacy: [Route] = [
    .get(
      "/patients/{patient}/privacy", .readPatients, "PrivacyHandlers.show", recordsAccess: .patient("patient.read"),
      PrivacyHandlers.show),
    .post(
      "/patients/{patient}/restriction", .protectPatients, "PrivacyHandlers.restrict",
      recordsAccess: .patient("patient.read"), PrivacyHandlers.restrict),
    .post(
      "/patients/{patient}/restriction/lifting", .protectPatients, "PrivacyHandlers.lift",
      recordsAccess: .patient("patient.read"), PrivacyHandlers.lift),
    .get(
      "/patients/{patient}/erasure", .erasePatients, "ErasureHandlers.form", recordsAccess: .patient("patient.read"),
      ErasureHandlers.form),
    .post(
      "/patients/{patient}/erasure", .erasePatients, "ErasureHandlers.request",
      recordsAccess: .patient("patient.read"), ErasureHandlers.request
    ).confirmed,
    .get(
      "/patients/{patient}/consents", .readPatients, "ConsentHandlers.show", recordsAccess: .patient("patient.read"),
      ConsentHandlers.show),
    .post(
      "/patients/{patient}/consents", .changePatients, "ConsentHandlers.give", recordsAccess: .patient("patient.read"),
      ConsentHandlers.give),
    .post(
      "/patients/{patient}/consents/withdrawal", .changePatients, "ConsentHandlers.withdraw",
      recordsAccess: .patient("patient.read"), ConsentHandlers.withdraw),
    .portalGet("/portal/consents", "PortalConsents.show", PortalConsents.show),
    .portalPost("/portal/consents", "PortalConsents.give", PortalConsents.give),
    .portalPost("/portal/consents/withdrawal", "PortalConsents.withdraw", PortalConsents.withdraw),
    .get("/settings/consents", .changeSettings, "ConsentSettings.edit", ConsentSettings.edit),
    .post("/settings/consents", .changeSettings, "ConsentSettings.update", ConsentSettings.update),
    .get("/settings/retention", .changeSettings, "RetentionHandlers.edit", RetentionHandlers.edit),
    .post("/settings/retention", .changeSettings, "RetentionHandlers.update", RetentionHandlers.update),
  ]

  private static let patients: [Route] = [
    .get(
      "/patients", .readPatients, "PatientListHandlers.list", recordsAccess: .shown("patients.list"),
      PatientListHandlers.list),
    .get("/patients/search", .readPatients, "PatientListHandlers.searchAgain", PatientListHandlers.searchAgain),
    .post(
      "/patients/search", .readPatients, "PatientListHandlers.search", recordsAccess: .shown("patients.search"),
      PatientListHandlers.search),
    .get("/patients/new", .changePatients, "PatientEditHandlers.new", PatientEditHandlers.new),
    // Somebody who may be here already is shown to whoever writes a new patient down.
    .post(
      "/patients", .changePatients, "PatientEditHandlers.create", recordsAccess: .shown("patients.search"),
      PatientEditHandlers.create),
    .get("/patients/{patient}", .readPatients, "PatientDetailsHandlers.open", PatientDetailsHandlers.open),
    .get(
      "/patients/{patient}/care-team", .readCareTeam, "CareTeamHandlers.edit", recordsAccess: .patient("patient.read"),
      CareTeamHandlers.edit),
    .post(
      "/patients/{patient}/care-team", .changeCareTeam, "CareTeamHandlers.update",
      recordsAccess: .patient("patient.read"), CareTeamHandlers.update),
    .get("/emergency-access", .openInEmergency, "EmergencyHandlers.new", EmergencyHandlers.new),
    .post("/emergency-access", .openInEmergency, "EmergencyHandlers.create", EmergencyHandlers.create),
    .get(
      "/emergency-access/list", .reviewEmergencies, "EmergencyHandlers.list", recordsAccess: .trail("emergency.list"),
      EmergencyHandlers.list),
    .post(
      "/emergency-access/{emergency}/review", .reviewEmergencies, "EmergencyHandlers.review", EmergencyHandlers.review),
    .get(
      "/patients/{patient}/details", .readPatients, "PatientDetailsHandlers.show",
      recordsAccess: .patient("patient.read"), PatientDetailsHandlers.show),
    .get(
      "/patients/{patient}/edit", .changePatients, "PatientEditHandlers.edit", recordsAccess: .patient("patient.read"),
      PatientEditHandlers.edit),
    .post(
      "/patients/{patient}", .changePatients, "PatientEditHandlers.update", recordsAccess: .patient("patient.read"),
      PatientEditHandlers.update),
  ]
}
