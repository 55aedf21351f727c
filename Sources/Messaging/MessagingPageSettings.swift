public import Core
public import Database

/// What the wiring and the configuration decide for Messaging's pages.
public struct MessagingPageSettings: Sendable {
  /// Takes back what a patient agreed to of news. Consents are Patients'.
  public typealias NewsWithdrawal = @Sendable (PatientID, Instant, borrowing TenantTransaction) throws -> Void
  let withdrawNews: NewsWithdrawal
  /// Scheme, host and port of our addresses, without a final slash.
  let baseURL: String

  public init(baseURL: String, withdrawNews: @escaping NewsWithdrawal) {
    self.baseURL = baseURL
    self.withdrawNews = withdrawNews
  }
}
