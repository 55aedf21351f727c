import Core

struct WaitlistEntryID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// A patient's wish for a time that is not free today.
struct WaitlistEntry: Sendable {
  enum State: String, Sendable, CaseIterable {
    case waiting
    /// A time is kept for the patient, who has not answered.
    case offered
    case booked, removed
    /// The patient did not answer ``unansweredLimit`` offers in a row.
    case unanswered
    /// Its last date is past.
    case over

    var isOpen: Bool { self == .waiting || self == .offered }
  }
  enum Source: String, Sendable { case staff, online }

  /// Who does not answer twice is not asked a third time: each question keeps a time from others for hours.
  static let unansweredLimit = 2

  let id: WaitlistEntryID
  /// Moves with every change of what is wished for.
  let version: Int
  let patient: PatientID
  let wish: TimeWish
  let state: State
  let unanswered: Int
  let createdAt: Instant
}

/// What somebody waits for.
struct TimeWish: Sendable, Equatable {
  static let noticeHours = 0...336
  static let everyDay = 1...7

  let service: ServiceID
  /// Nil for whoever is free.
  let practitioner: ResourceID?
  /// ISO, Monday is 1.
  let weekdays: Set<Int>
  let parts: Set<DayPart.Name>
  let first: LocalDate?
  let last: LocalDate?
  /// Hours that the patient needs before a start.
  let noticeHours: Int
  /// Where the patient would come. Days, times and dates are by the clock there.
  var place = WantedPlace.any

  var weekdayBits: Int { weekdays.reduce(0) { $0 | 1 << ($1 - 1) } }
  var partBits: Int {
    DayPart.Name.allCases.enumerated().reduce(0) { parts.contains($1.element) ? $0 | 1 << $1.offset : $0 }
  }
  static func weekdays(bits: Int) -> Set<Int> { Set(everyDay.filter { bits & 1 << ($0 - 1) != 0 }) }
  static func parts(bits: Int) -> Set<DayPart.Name> {
    Set(DayPart.Name.allCases.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
  }
}
