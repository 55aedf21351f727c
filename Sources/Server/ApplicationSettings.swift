import Identity
import Messaging
import Patients
public import Scheduling

/// What the configuration decides for the features.
public struct ApplicationSettings: Sendable {
  let scheduling: SchedulingSettings
  let identity: IdentitySettings
  let messaging: MessagingPageSettings
  /// Where development finds mails that were written in place of sent.
  let mailFolder: String
  /// The public key of the audit trail's checkpoints, in words of the key file; nil before `praxis keys init`.
  let auditKey: String?

  /// - Parameters:
  ///   - holdsPerHour: places one address may keep within an hour.
  ///   - otherOrigins: further addresses of the same host that browsers come from, in development.
  ///   - google: the keys of the installation; nil leaves Google Calendar off.
  ///   - allowsLoopback: identity providers may stand on this machine, in development and tests.
  public init(
    holdsPerHour: Int, baseURL: String, otherOrigins: Set<String> = [], mailFolder: String = "",
    auditKey: String? = nil, allowsLoopback: Bool = false, isDevelopment: Bool = false, google: GoogleApp? = nil
  ) {
    self.mailFolder = mailFolder
    self.auditKey = auditKey
    identity = IdentitySettings(baseURL: baseURL, otherOrigins: otherOrigins, allowsLoopback: allowsLoopback)
    messaging = MessagingPageSettings(baseURL: baseURL) { patient, now, tx in
      try NewsConsent.withdraw(of: patient, now: now, in: tx)
    }
    scheduling = SchedulingSettings(
      holdsPerHour: holdsPerHour, baseURL: baseURL, registration: PatientWiring.registration,
      isDevelopment: isDevelopment, google: google)
  }
  /// - Parameter google: by `configuration.google`; nil where Google Calendar does not matter.
  init(_ configuration: Configuration, google: GoogleApp?) {
    self.init(
      holdsPerHour: configuration.holdsPerHour, baseURL: configuration.baseURL,
      otherOrigins: configuration.isDevelopment ? ["https://localhost:\(configuration.httpsPort)"] : [],
      mailFolder: configuration.varFolder + "/mail", auditKey: SigningKeyFile.publicText(configuration),
      allowsLoopback: configuration.isDevelopment, isDevelopment: configuration.isDevelopment,
      google: google)
  }
}
