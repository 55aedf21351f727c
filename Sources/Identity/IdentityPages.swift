public import Templates

/// Every page of Identity, for the template library and its contract.
public enum IdentityPages {
  public static let all: [any Page.Type] = []
}
