public import Core
public import Database

/// For Messaging, whose mails can be unsubscribed from: who has the mail speaks for the patient.
public enum NewsConsent {
  public static func withdraw(of patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    _ = try Consents.withdraw(.marketing, of: patient, by: .patient, now: now, in: tx)
  }
}
