/// Whose session a cookie carries, with its limits (docs/security.md).
public enum SessionKind: String, Sendable {
  case staff, patient

  /// Seconds without a request after which it ends.
  public var idleSeconds: Int64 {
    switch self {
    case .staff: 15 * 60
    case .patient: 30 * 60
    }
  }
  /// Seconds after which it ends in any case.
  public var absoluteSeconds: Int64 { 12 * 3600 }
}
