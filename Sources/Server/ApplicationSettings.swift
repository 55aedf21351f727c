import Scheduling

/// What the configuration decides for the features.
public struct ApplicationSettings: Sendable {
  let scheduling: SchedulingSettings
  /// Where development finds mails that were written in place of sent.
  let mailFolder: String

  /// - Parameter holdsPerHour: places one address may keep within an hour.
  public init(holdsPerHour: Int, baseURL: String, mailFolder: String = "") {
    self.mailFolder = mailFolder
    scheduling = SchedulingSettings(holdsPerHour: holdsPerHour, baseURL: baseURL, registration: PatientWiring.registration)
  }
  init(_ configuration: Configuration) {
    self.init(holdsPerHour: configuration.holdsPerHour, baseURL: configuration.baseURL,
      mailFolder: configuration.varFolder + "/mail")
  }
}
