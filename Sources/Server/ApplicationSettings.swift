import Scheduling

/// What the configuration decides for the features.
public struct ApplicationSettings: Sendable {
  let scheduling: SchedulingSettings

  /// - Parameter holdsPerHour: places one address may keep within an hour (docs/security.md, T5).
  public init(holdsPerHour: Int, baseURL: String) {
    scheduling = SchedulingSettings(holdsPerHour: holdsPerHour, baseURL: baseURL, registration: PatientWiring.registration)
  }
  init(_ configuration: Configuration) {
    self.init(holdsPerHour: configuration.holdsPerHour, baseURL: configuration.baseURL)
  }
}
