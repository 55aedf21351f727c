import Core
import Database

/// What the quiet hours say of a message whose time has come: they may have been changed, or the worker may be late.
enum Quiet {
  enum Word: Sendable, Equatable {
    case go
    case wait(Instant)
    case leave(NoticeOutcome)
  }

  static func word(
    on notice: Notice, _ rule: AppointmentRule, _ visit: Visit, _ now: Instant, in db: borrowing TenantReader
  ) throws -> Word {
    guard !rule.kind.isImmediate, notice.channel.keepsQuietHours else { return .go }
    let (quiet, zone) = (try QuietSettings.find(in: db).hours, try visit.clock)
    switch quiet.moment(now, before: rule.deadline(visit.start), zone, now: now) {
    case .never: return .leave(.quietHours)
    case .at(let moment) where moment > now: return .wait(moment)
    case .at: break
    }
    guard rule.kind == .reminder, quiet.isOn,
      let due = try NoticeRules.find(rule, in: db)?.moment(start: visit.start, end: visit.end), due != notice.sendAt,
      let window = quiet.window(around: due, zone)
    else { return .go }
    // Several that were put off meet at one time: one of them is enough.
    let since = window.lowerBound.adding(minutes: -QuietHours.minutesAhead)
    return try Notices.hasReminded(of: notice, visit.appointment, since: since, in: db) ? .leave(.saidAlready) : .go
  }
}
