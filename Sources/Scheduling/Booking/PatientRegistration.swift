public import Core
public import Database

/// How Scheduling gets a patient for a booking without knowing the Patients feature: the server wires it in.
public struct PatientRegistration: Sendable {
  /// Finds the patient with this name and e-mail, or makes one, inside the booking's transaction.
  public let register: @Sendable (NewPatient, Instant, borrowing TenantTransaction) throws -> PatientID
  public init(_ register: @escaping @Sendable (NewPatient, Instant, borrowing TenantTransaction) throws -> PatientID) {
    self.register = register
  }
}
