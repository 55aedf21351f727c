/// This installation as Google knows it: the keys its operator has entered, and the only addresses that are asked.
public struct GoogleApp: Sendable {
  let clientID: String
  let secret: String
  let consentAddress: String
  let tokenAddress: String
  let revocationAddress: String
  let calendarAddress: String
  /// It stands on this machine, for development and tests.
  let isFake: Bool

  /// - Parameter fake: scheme, host and port of a server on this machine in the place of Google; nil in production.
  public init(clientID: String, secret: String, fake: String?) {
    self.clientID = clientID
    self.secret = secret
    isFake = fake != nil
    consentAddress = fake.map { $0 + "/auth" } ?? "https://accounts.google.com/o/oauth2/v2/auth"
    tokenAddress = fake.map { $0 + "/token" } ?? "https://oauth2.googleapis.com/token"
    revocationAddress = fake.map { $0 + "/revoke" } ?? "https://oauth2.googleapis.com/revoke"
    calendarAddress = (fake ?? "https://www.googleapis.com") + "/calendar/v3"
  }

  /// Events of their calendars, and which calendars there are: nothing else of the account.
  static let scopes = [
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
  ]
}
