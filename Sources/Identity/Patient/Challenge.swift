import Core

/// One request for a link and a code, as stored: hashes alone, and whose it is if the address was known.
struct Challenge: Sendable {
  let id: EntityID
  let linkHash: [UInt8]
  let codeHash: [UInt8]
  /// Of the browser that asked. Link and code count there alone.
  let browserHash: [UInt8]
  let patient: PatientID?
  /// Of the portal, when the address is of somebody who acts for the patient.
  let account: EntityID?
  /// Blind index of the address that was typed; nil when nobody here has it.
  let mailbox: [UInt8]?
  let tries: Int
  let expiresAt: Instant
  let isUsed: Bool

  /// Whom it signs in; nil for an address that nobody here has.
  var holder: NewSession.Holder? {
    patient.map { patient in account.map { .guardian($0, for: patient) } ?? .patient(patient) }
  }

  static let maximumTries = 5

  func isOpen(at now: Instant) -> Bool { !isUsed && expiresAt > now && tries < Self.maximumTries }
  var triesLeft: Int { max(0, Self.maximumTries - tries) }
}
