public import Templates

/// Every page of Patients, for the template library and its contract.
public enum PatientsPages {
  public static let all: [any Page.Type] =
    [
      PatientListPage.self, PatientEditPage.self, PatientDetailsPage.self, CareTeamPage.self, EmergencyPage.self,
      EmergencyListPage.self, PatientPrivacyPage.self, PatientErasurePage.self, RetentionPage.self,
      PatientConsentsPage.self, PortalConsentPage.self, ConsentSettingsPage.self,
      PatientExportPage.self, PortalExportPage.self,
    ] + ImportRoutes.pages
}
