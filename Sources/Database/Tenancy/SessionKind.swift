/// Whose session a cookie carries, with its limits (docs/security.md).
public enum SessionKind: String, Sendable {
  case staff, patient

  /// Seconds without a request after which it ends. A staff session locks instead, after what its practice has set.
  public var endsAfterIdleSeconds: Int64? {
    switch self {
    case .staff: nil
    case .patient: 30 * 60
    }
  }
  /// Seconds after which it ends in any case.
  public var absoluteSeconds: Int64 { 12 * 3600 }
}
