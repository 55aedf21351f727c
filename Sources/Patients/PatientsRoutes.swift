public import Routing

/// Every address of Patients: patients and import.
public enum PatientsRoutes {
  public static let all: [Route] = []
}
