public import Templates

/// Every page of Oversight, for the template library and its contract.
public enum OversightPages {
  public static let all: [any Page.Type] = [
    AuditListPage.self, AuditPersonPage.self, PatientAccessPage.self, PortalAccessPage.self,
    IncidentListPage.self, IncidentNewPage.self, IncidentPage.self,
  ]
}
