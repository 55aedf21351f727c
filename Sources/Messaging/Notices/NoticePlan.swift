import Core

/// Which notices a piece of news makes due, and when.
enum NoticePlan {
  enum News: Sendable {
    /// - Parameter again: it was cancelled before.
    case booked(again: Bool)
    /// - Parameter isUnconfirmed: the confirmation has not gone out yet, so this is the first that they hear of it.
    case moved(isUnconfirmed: Bool)
    case cancelled
    /// A request arrived, was declined, or was not answered in time.
    case requested, declined, lapsed

    var rule: AppointmentRule {
      switch self {
      case .booked, .moved(isUnconfirmed: true): .confirmation
      case .moved(isUnconfirmed: false): .change
      case .cancelled: .cancellation
      case .requested: .request
      case .declined: .decline
      case .lapsed: .lapse
      }
    }
    var grace: Int {
      switch self {
      // Nobody can put right that it was sent, or that its time ran out.
      case .booked(again: false), .requested, .lapsed: 0
      case .booked(again: true), .moved, .cancelled, .declined: NoticePlan.graceMinutes
      }
    }
    /// The patient is to come: of anything else nobody is reminded.
    var isFirm: Bool {
      switch self {
      case .booked, .moved: true
      case .cancelled, .requested, .declined, .lapsed: false
      }
    }
  }

  /// How long news of a change waits: who drops an appointment in the wrong place puts it right within that time, and
  /// the patient hears of it once.
  static let graceMinutes = 3

  struct Due: Sendable {
    let rule: NoticeRule
    let at: Instant
    /// The rule's own time, whatever the quiet hours say.
    let due: Instant
    /// Its time lies in the quiet hours, and neither before nor after them is a good one.
    var isSilenced = false
  }

  /// Nothing is due for a start that has passed, but that nobody answered a request for it, and what follows a visit. A reminder whose time has passed already is left out: the confirmation
  /// has just said the same.
  static func due(
    _ news: News, start: Instant, end: Instant, service: EntityID, rules: [NoticeRule], quiet: QuietHours, zone: Zone,
    now: Instant
  ) -> [Due] {
    let isAhead = start > now
    let active = rules.filter { $0.isOn(for: service) }
    let told = now.adding(minutes: news.grace)
    let immediate = active.filter { rule in
      rule.rule == news.rule ? isAhead || rule.rule.kind.outlivesStart : rule.rule == .welcome && news.isFirm && isAhead
    }.map { Due(rule: $0, at: told, due: told) }
    guard news.isFirm else { return immediate }
    let later = active.compactMap { rule -> Due? in
      guard let due = rule.moment(start: start, end: end), due > now,
        isAhead || rule.rule.kind.followsVisit
      else { return nil }
      switch quiet.moment(due, before: rule.rule.deadline(start), zone, now: now) {
      case .at(let moment): return Due(rule: rule, at: moment, due: due)
      case .never: return Due(rule: rule, at: due, due: due, isSilenced: true)
      }
    }
    return immediate + later
  }
}
