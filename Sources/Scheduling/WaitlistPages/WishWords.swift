import Core
import Routing
import Templates

/// What somebody waits for, and what became of it, in words.
struct WishWords {
  let call: Call
  let places: PlaceNames

  private var zone: Zone { places.zone }

  private var text: Localizer { call.text }

  /// "Talk with Dr Mira Specimen".
  func what(_ service: String, _ practitioner: String?) -> String {
    text.text("waitlist.what", ["service": service, "person": practitioner ?? text.text("waitlist.anyone")])
  }

  /// "Mon, Wed; morning; from 1 March; at least 24 hours before".
  func when(_ wish: TimeWish) -> String {
    let days =
      wish.weekdays.count == TimeWish.everyDay.count
      ? text.text("waitlist.anyDay")
      : wish.weekdays.sorted().map { call.formats.weekday($0, .short) }.joined(separator: ", ")
    let parts =
      wish.parts.count == DayPart.Name.allCases.count
      ? text.text("waitlist.anyTime")
      : DayPart.Name.allCases.filter(wish.parts.contains).map { text.text($0.label) }.joined(separator: ", ")
    let dates: [String?] = [
      wish.place.exact.map { text.text("waitlist.onlyAt", ["place": places.name($0)]) },
      wish.first.map { text.text("waitlist.fromDate", ["date": call.formats.date($0, .medium)]) },
      wish.last.map { text.text("waitlist.untilDate", ["date": call.formats.date($0, .medium)]) },
      wish.noticeHours > 0 ? text.text("waitlist.atLeast", count: wish.noticeHours) : nil,
    ]
    return ([days, parts] + dates.compactMap { $0 }).joined(separator: " · ")
  }

  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return call.formats.date(local.date, .short) + ", " + call.formats.time(local.time)
  }
  /// For staff: by the practice's clock, as the calendar shows it, and where.
  func visit(_ offer: Offer, isByVideo: Bool) -> String {
    [span(offer.span, zone), place(offer, isByVideo: isByVideo)].compactMap { $0 }.joined(separator: ", ")
  }
  /// For the patient: by the clock of the place, which is named where it is another one.
  func visitThere(_ offer: Offer, isByVideo: Bool) -> String {
    let clock = places.clock(offer.location)
    let isOther = clock.offset(at: offer.span.start) != zone.offset(at: offer.span.start)
    return [
      span(offer.span, clock), isOther ? call.formats.zoneLabel(clock, at: offer.span.start) : nil,
      place(offer, isByVideo: isByVideo),
    ].compactMap { $0 }.joined(separator: ", ")
  }
  private func place(_ offer: Offer, isByVideo: Bool) -> String? {
    places.areSeveral && !isByVideo ? places.name(offer.location) : nil
  }
  private func span(_ span: TimeSpan, _ clock: Zone) -> String {
    let (start, end) = (clock.local(span.start), clock.local(span.end))
    return call.formats.date(start.date, .long) + ", " + call.formats.timeRange(start.time, end.time)
  }

  func outcome(_ state: Offer.State) -> String {
    switch state {
    case .offered: text.text("waitlist.outcome.offered")
    case .accepted: text.text("waitlist.outcome.accepted")
    case .declined: text.text("waitlist.outcome.declined")
    case .expired: text.text("waitlist.outcome.expired")
    case .withdrawn: text.text("waitlist.outcome.withdrawn")
    }
  }
}
