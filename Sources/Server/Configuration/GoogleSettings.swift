internal import Scheduling

/// The installation's keys for Google Calendar. Without them it is off, and pages say so.
struct GoogleSettings: Sendable {
  private let clientID: String?
  private let secretFile: String?
  /// A server on this machine in the place of Google.
  private let fake: String?

  init(_ file: ConfigurationFile, isDevelopment: Bool) throws(OperatorError) {
    clientID = file.text("google_client_id")
    secretFile = file.path("google_client_secret_file")
    fake = file.text("google_address")
    if (clientID == nil) != (secretFile == nil) {
      throw file.refuse("google_client_id", "and google_client_secret_file go together")
    }
    if let fake, !isDevelopment || !fake.hasPrefix("http://127.0.0.1:") {
      throw file.refuse("google_address", "is for development: http://127.0.0.1 with a port")
    }
  }

  /// - Throws: `OperatorError` when the file with the secret cannot be used.
  func app() throws(OperatorError) -> GoogleApp? {
    guard let clientID, let secretFile else { return nil }
    return GoogleApp(clientID: clientID, secret: try TextFile.readSecret(secretFile), fake: fake)
  }

  static let keys: Set<String> = ["google_client_id", "google_client_secret_file", "google_address"]
}
