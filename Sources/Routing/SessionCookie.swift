public import Database

/// Names of the cookies that carry secrets; `__Host-` is put before them on TLS.
public enum SessionCookie {
  public static let visitor = "praxis-visitor"
  public static func name(_ kind: SessionKind) -> String {
    switch kind {
    case .staff: "praxis-staff"
    case .patient: "praxis-patient"
    }
  }
}
