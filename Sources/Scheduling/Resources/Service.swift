import Core

/// What can be booked (FHIR HealthcareService).
struct Service: Sendable, Equatable {
  enum Mode: String, Sendable, CaseIterable { case inPerson, video }
  let id: ServiceID
  let name: String
  let description: String
  /// Length in minutes, a multiple of 5.
  let minutes: Int
  /// Minutes kept free before and after, part of the claim, not shown to the patient.
  let bufferBefore: Int
  let bufferAfter: Int
  /// Minutes between the starts that are offered.
  let stepMinutes: Int
  /// Minor units of the practice's currency.
  let priceMinor: Int64
  let mode: Mode
  /// Minutes before the start until which the public may book.
  let noticeMinutes: Int
  /// Days ahead, counted in local dates, that the public may book.
  let horizonDays: Int
  /// Minutes before the start until which cancelling is free.
  let cancelNoticeMinutes: Int
  let lateFeeMinor: Int64
  let color: Int
  let booksOnline: Bool
  let isActive: Bool
  let version: Int
  let rules: ServiceRules
  /// Of each session; 1 for a service of one patient at a time.
  let places: Int
}

extension Service {
  /// Why the public can book it at no time at all.
  func obstacles(isPracticeOpen: Bool) -> [SlotObstacle] {
    [isPracticeOpen ? nil : .bookingOff, isActive ? nil : .inactive, booksOnline ? nil : .staffOnly].compactMap { $0 }
  }
}
