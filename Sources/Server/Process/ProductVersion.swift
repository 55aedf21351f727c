/// The version `praxis version` and the deployment notes speak of.
public enum ProductVersion {
  public static let text = "0.1.0"
}
