public import Templates

/// Every page of Practices, for the template library and its contract.
public enum PracticesPages {
  public static let all: [any Page.Type] = []
}
