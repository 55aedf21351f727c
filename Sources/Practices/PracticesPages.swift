public import Templates

/// Every page of Practices, for the template library and its contract.
public enum PracticesPages {
  public static let all: [any Page.Type] = [
    SettingsPage.self, PracticeEditPage.self, LocationListPage.self, LocationEditPage.self,
  ]
}
