import Core

/// One request for a link and a code, as stored: hashes alone, and whose it is if the address was known.
struct Challenge: Sendable {
  let id: EntityID
  let linkHash: [UInt8]
  let codeHash: [UInt8]
  /// Of the browser that asked. Link and code count there alone.
  let browserHash: [UInt8]
  let patient: PatientID?
  let tries: Int
  let expiresAt: Instant
  let isUsed: Bool

  static let maximumTries = 5

  func isOpen(at now: Instant) -> Bool { !isUsed && expiresAt > now && tries < Self.maximumTries }
  var triesLeft: Int { max(0, Self.maximumTries - tries) }
}
