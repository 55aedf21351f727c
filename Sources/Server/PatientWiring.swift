import Core
import Database
import Patients
import Scheduling

/// Lets bookings register patients: Scheduling asks, Patients does.
enum PatientWiring {
  static let registration = PatientRegistration { new, now, tx in try Patients.register(new, now: now, in: tx) }
}
