public import Templates

/// Every page of Clinical, for the template library and its contract.
public enum ClinicalPages {
  public static let all: [any Page.Type] = [ChartPage.self]
}
