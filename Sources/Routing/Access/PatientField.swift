public import Core
public import Database

/// Parts of what is known of a patient that not every role sees although it may see the patient.
public enum PatientField: String, CaseIterable, Sendable {
  /// E-mail address, telephone, postal address.
  case contact = "contact"
  /// What the front desk notes about somebody; nothing clinical.
  case administrativeNote = "administrative-note"
  /// What an appointment is about, in the words of whoever booked it.
  case appointmentNote = "appointment-note"
  /// Conditions, medication, observations, notes.
  case clinicalText = "clinical-text"

  public var roles: Set<Role> {
    switch self {
    case .contact: [.owner, .admin, .practitioner, .frontDesk, .biller]
    case .administrativeNote: [.owner, .admin, .practitioner, .frontDesk]
    case .appointmentNote: [.owner, .admin, .practitioner, .frontDesk, .supervisor]
    case .clinicalText: Permission.readChart.roles
    }
  }
}

extension TenantScope {
  public func holds(_ permission: Permission) -> Bool { actor.role.map { permission.isHeld(by: $0) } ?? false }
  public func sees(_ field: PatientField) -> Bool { actor.role.map { field.roles.contains($0) } ?? false }
}
