import Core
import Database

/// What one demo practice consists of, in its own language. Every name in it is a placeholder.
struct DemoPlan: Sendable {
  struct Location: Sendable {
    let name: String
    let address: String
  }
  struct Practitioner: Sendable {
    let account: DemoAccount
    /// Profession, shown to patients.
    let title: String
    let color: Int
    let week: [DemoShift]
  }
  struct Room: Sendable {
    let name: String
    /// Index into `locations`.
    let location: Int
  }
  struct Reasons: Sendable {
    let training: String
    let vacation: String
    let extraHours: String
    let cancelled: String
    let note: String
  }

  let practice: NewPractice
  let profile: Profile
  let staff: [DemoAccount]
  let practitioners: [Practitioner]
  let locations: [Location]
  let rooms: [Room]
  let device: String
  let services: [DemoService]
  let holidays: [DemoHoliday]
  /// ISO weekday on which the first practitioner works once outside the usual week.
  let extraWeekday: Int
  let reasons: Reasons
  let people: DemoPeople

  struct Profile: Sendable {
    let accent: String
    let email: String
    let phone: String
    let address: String
    let emergencyLine: String
    let uses12HourClock: Bool
    /// 1 or 7.
    let weekStartsOn: Int
  }

  /// Practitioners first, then the others.
  var accounts: [DemoAccount] { staff + practitioners.map(\.account) }

  static let all = [DemoHarbor.plan, DemoLinden.plan, DemoCarmel.plan]
}

/// The same hours on several weekdays, with a break at noon.
struct DemoShift: Sendable {
  /// ISO, Monday is 1.
  let weekdays: [Int]
  /// Minutes from midnight.
  let spans: [(opens: Int, closes: Int)]

  init(_ weekdays: [Int], _ spans: (Int, Int)...) {
    self.weekdays = weekdays
    self.spans = spans.map { (opens: $0.0 * 60, closes: $0.1 * 60) }
  }
}

/// A day on which the practice is closed every year.
struct DemoHoliday: Sendable {
  let month: Int
  let day: Int
  let reason: String
}

struct DemoService: Sendable {
  let name: String
  let description: String
  let minutes: Int
  var bufferBefore = 0
  var bufferAfter = 0
  var step = 30
  let priceMinor: Int64
  var isVideo = false
  var noticeMinutes = 240
  var horizonDays = 120
  var cancelNoticeMinutes = 1440
  var lateFeeMinor: Int64 = 0
  let color: Int
  var booksOnline = true
  /// Indexes into the plan's practitioners and rooms.
  var practitioners = [0, 1]
  var rooms: [Int] = []
  var usesDevice = false
  /// Above 1: only its weekly sessions are booked.
  var places = 1
  /// How often it is booked, in proportion to the others.
  let weight: Int
}

/// Names that everybody knows for placeholders, to be combined into patients.
struct DemoPeople: Sendable {
  let given: [(name: String, gender: String)]
  let family: [String]
  /// The start of a telephone number nobody has; two digits follow.
  let phonePrefix: String
  /// Domain of their e-mail addresses, under a top-level domain that never exists (RFC 2606).
  let domain: String
  static let count = 48
}
