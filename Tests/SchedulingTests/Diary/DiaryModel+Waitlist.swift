import Core

/// Wishes, offers and times that became free.
extension DiaryModel {
  struct Wish {
    let patient: Int
    let service: Int
    let person: Int?
    let weekdays: Set<Int>
    let mornings: Bool
    let lastDay: Int?
    let noticeHours: Int
    var state = "waiting"
    var unanswered = 0
    var isOpen: Bool { state == "waiting" || state == "offered" }
  }
  struct Offer {
    let wish: Int
    let place: Place
    let start: Instant
    let end: Instant
    let made: Instant
    let byHand: Bool
    var state = "offered"
  }
  struct Freed {
    let start: Instant
    let end: Instant
    let person: Int
    /// Nil: a visitor who did not book.
    let patient: Int?
    /// Nil: nobody waited.
    let due: Instant?
    var isForgotten = false
  }

  mutating func free(_ start: Instant, _ end: Instant, _ person: Int, by patient: Int?, after minutes: Int) {
    let isAwaited = wishes.contains(where: \.isOpen)
    guard start > now, isAwaited || patient != nil else { return }
    freed.append(
      Freed(
        start: start, end: end, person: person, patient: patient,
        due: isAwaited ? now.adding(minutes: minutes) : nil))
  }

  func isOpen(_ offer: Int) -> Bool { offers[offer].state == "offered" && offers[offer].end > now }

  /// Who should be offered what when this freed time comes up: the oldest wish it suits; nil when nobody should.
  func next(for time: Freed) -> Offer? {
    guard time.start > now else { return nil }
    for (number, wish) in wishes.enumerated() where wish.state == "waiting" {
      guard wish.person == nil || wish.person == time.person,
        DiaryFacts.services[wish.service].people.contains(time.person),
        !isBarred(wish.patient, time.start, time.end, time.person)
      else { continue }
      let suiting = starts(in: time, for: wish.service).first {
        suits(wish, $0) && answerEnd($0, wish.service) != nil
      }
      if let start = suiting, let offer = mayOffer(number, start, with: time.person, byHand: false) { return offer }
    }
    return nil
  }
  /// The start that was given up, then those the public is shown inside of it.
  private func starts(in time: Freed, for service: Int) -> [Instant] {
    let minutes = Array(stride(from: 0, to: time.end.minutes(since: time.start), by: 5))
    let own = isInWindow(service, time.start, at: now) && place(Need(service, time.start), with: time.person) != nil
    return (own ? [time.start] : [])
      + minutes.dropFirst().map { time.start.adding(minutes: $0) }.filter {
        DiaryClock.day($0) == DiaryClock.day(time.start) && offered(Need(service, $0), with: time.person) != nil
      }
  }
  private func suits(_ wish: Wish, _ start: Instant) -> Bool {
    let day = DiaryClock.day(start)
    return wish.weekdays.contains(DiaryClock.weekday(day)) && (!wish.mornings || DiaryClock.minute(start) < 720)
      && (wish.lastDay.map { day <= $0 } ?? true) && start >= now.adding(hours: wish.noticeHours)
  }
  /// Gave it up, was asked already, is elsewhere then, or cannot be written to.
  func isBarred(_ patient: Int, _ start: Instant, _ end: Instant, _ person: Int) -> Bool {
    patient == DiaryFacts.silent
      || freed.contains {
        !$0.isForgotten && $0.patient == patient && $0.person == person && $0.start < end && start < $0.end
      }
      || offers.contains {
        let offerEnd = $0.start.adding(minutes: DiaryFacts.services[wishes[$0.wish].service].minutes)
        return wishes[$0.wish].patient == patient && $0.place.person == person && $0.start < end && start < offerEnd
      }
      || visits.contains {
        $0.patient == patient && $0.start < end && start < $0.end
          && (["booked", "arrived"].contains($0.status) || isOpenRequest($0))
      }
  }
  /// An offer keeps the place, so everything that holds for a booking holds for it.
  func mayOffer(_ number: Int, _ start: Instant, with person: Int, byHand: Bool) -> Offer? {
    let wish = wishes[number]
    let need = Need(wish.service, start)
    guard wish.state == "waiting", isInWindow(wish.service, start, at: now), let place = place(need, with: person),
      !isBarred(wish.patient, start, need.end, person),
      hasFew(wish.patient, wish.service, asks: !byHand && need.rules.approval != nil),
      let end = answerEnd(start, wish.service)
    else { return nil }
    return Offer(wish: number, place: place, start: start, end: end, made: now, byHand: byHand)
  }
  mutating func make(_ offer: Offer) {
    offers.append(offer)
    wishes[offer.wish].state = "offered"
    take(
      offer.place, Need(wishes[offer.wish].service, offer.start), lane: 0, for: .offer(offers.count - 1),
      until: offer.end)
    news.append("offered o\(offers.count - 1)")
  }
  /// Two hours, from nine in the evening to seven until nine, never later than the notice; at least a quarter of an hour.
  private func answerEnd(_ start: Instant, _ service: Int) -> Instant? {
    let (day, minute) = (DiaryClock.day(now), DiaryClock.minute(now))
    var end = now.adding(minutes: 120)
    if minute >= 1260 { end = max(end, DiaryClock.instant(day + 1, 540)) }
    if minute < 420 { end = max(end, DiaryClock.instant(day, 540)) }
    end = min(end, start.adding(minutes: -DiaryFacts.services[service].notice))
    return end >= now.adding(minutes: 15) ? end : nil
  }

  func mayAccept(_ number: Int) -> Bool {
    let offer = offers[number]
    let wish = wishes[offer.wish]
    return isOpen(number)
      && hasFew(wish.patient, wish.service, asks: !offer.byHand && DiaryFacts.services[wish.service].approval != nil)
  }
  mutating func accept(_ number: Int, by visitor: Int) {
    let (offer, wish) = (offers[number], wishes[offers[number].wish])
    finish(number, "accepted", leaving: "booked", unanswered: 0)
    settle(wish.service, offer.place, offer.start, for: wish.patient, by: visitor, asks: !offer.byHand)
  }
  mutating func decline(_ number: Int, leaves: Bool) {
    finish(number, "declined", leaving: leaves ? "removed" : "waiting", unanswered: 0)
    passOn(number)
  }
  /// Staff want it for somebody: nobody else is asked.
  mutating func withdraw(_ number: Int) {
    finish(number, "withdrawn", leaving: "waiting", unanswered: wishes[offers[number].wish].unanswered)
  }
  mutating func remove(_ wish: Int) {
    guard let offer = offers.indices.first(where: { offers[$0].wish == wish && offers[$0].state == "offered" }) else {
      (wishes[wish].state, wishes[wish].unanswered) = ("removed", 0)
      return
    }
    finish(offer, "withdrawn", leaving: "removed", unanswered: 0)
    passOn(offer)
  }
  private mutating func finish(_ number: Int, _ state: String, leaving wish: String, unanswered: Int) {
    offers[number].state = state
    release(.offer(number))
    (wishes[offers[number].wish].state, wishes[offers[number].wish].unanswered) = (wish, unanswered)
  }
  private mutating func passOn(_ number: Int) {
    let (offer, wish) = (offers[number], wishes[offers[number].wish])
    let end = Need(wish.service, offer.start).end
    free(offer.start, end, offer.place.person, by: wish.patient, after: 0)
  }
  /// Who does not answer twice is not asked a third time.
  mutating func sweepWaitlist() {
    for number in offers.indices where offers[number].state == "offered" && offers[number].end <= now {
      let count = wishes[offers[number].wish].unanswered + 1
      finish(number, "expired", leaving: count < 2 ? "waiting" : "unanswered", unanswered: count)
      passOn(number)
    }
    let today = DiaryClock.day(now)
    for number in wishes.indices where wishes[number].state == "waiting" {
      if let last = wishes[number].lastDay, last < today { wishes[number].state = "over" }
    }
    for number in freed.indices where freed[number].start < now.adding(days: -1) { freed[number].isForgotten = true }
  }
}
