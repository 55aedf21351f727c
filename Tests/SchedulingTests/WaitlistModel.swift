import Core

@testable import Scheduling

/// What the waitlist should do, said once more and simply: everything in memory, one practice, one service of 50 minutes
/// every half hour, two hours' notice, a day to cancel free of charge. It uses none of the product's rules.
struct WaitlistModel {
  struct Visit: Equatable {
    let patient: PatientID
    var start: Instant
    let person: ResourceID
    var isBooked = true
  }
  struct Kept: Equatable {
    let start: Instant
    let person: ResourceID
    let made: Instant
    var isTold = false
    var end: Instant { made.adding(minutes: 10) }
  }
  struct Wish: Equatable {
    let patient: PatientID
    let person: ResourceID?
    let place: Int
    var state = "waiting"
    var unanswered = 0
    var isOpen: Bool { state == "waiting" || state == "offered" }
  }
  struct Offered: Equatable {
    let wish: WaitlistEntryID
    let start: Instant
    let person: ResourceID
    let end: Instant
    var state = "offered"
  }
  struct Freed: Equatable {
    let start: Instant
    let person: ResourceID
    let patient: PatientID?
    /// Nil: nobody waited.
    let due: Instant?
  }

  static let minutes = 50
  var now: Instant
  /// Starts that visitors are offered.
  let grid: [Instant]
  var visits: [AppointmentID: Visit] = [:]
  var kept: [HoldID: Kept] = [:]
  var wishes: [WaitlistEntryID: Wish] = [:]
  var offers: [OfferID: Offered] = [:]
  /// Everything that was ever freed, and which of it the last act freed.
  var freed: [Freed] = []

  private static func meet(_ a: Instant, _ b: Instant) -> Bool {
    a < b.adding(minutes: minutes) && b < a.adding(minutes: minutes)
  }

  func isFree(
    _ start: Instant, _ person: ResourceID, apartVisit: AppointmentID? = nil, apartHold: HoldID? = nil
  ) -> Bool {
    !visits.contains {
      $0.key != apartVisit && $0.value.isBooked && $0.value.person == person && Self.meet($0.value.start, start)
    }
      && !kept.contains {
        $0.key != apartHold && $0.value.end > now && $0.value.person == person && Self.meet($0.value.start, start)
      }
      && !offers.contains {
        $0.value.state == "offered" && $0.value.end > now && $0.value.person == person
          && Self.meet($0.value.start, start)
      }
  }
  func isInTime(_ start: Instant) -> Bool { start >= now.adding(minutes: 120) }

  // MARK: Visitors and patients

  func mayKeep(_ start: Instant, _ person: ResourceID) -> Bool {
    grid.contains(start) && isInTime(start) && isFree(start, person)
  }
  func mayConfirm(_ hold: HoldID) -> Bool {
    guard let kept = kept[hold] else { return false }
    return kept.start > now && isFree(kept.start, kept.person, apartHold: hold)
  }
  mutating func confirm(_ hold: HoldID, _ id: AppointmentID, for patient: PatientID) {
    guard let kept = kept.removeValue(forKey: hold) else { return }
    visits[id] = Visit(patient: patient, start: kept.start, person: kept.person)
  }
  func mayCancel(_ id: AppointmentID) -> Bool { visits[id].map { $0.isBooked && $0.start > now } ?? false }
  mutating func cancel(_ id: AppointmentID) {
    guard let visit = visits[id] else { return }
    visits[id]?.isBooked = false
    free(visit.start, visit.person, by: visit.patient, after: 3)
  }
  func mayMove(_ id: AppointmentID, to start: Instant) -> Bool {
    guard let visit = visits[id], mayCancel(id), now <= visit.start.adding(minutes: -1440) else { return false }
    return grid.contains(start) && isInTime(start) && isFree(start, visit.person, apartVisit: id)
  }
  mutating func move(_ id: AppointmentID, to start: Instant) {
    guard let visit = visits[id] else { return }
    free(visit.start, visit.person, by: visit.patient, after: 3)
    visits[id]?.start = start
  }

  // MARK: Offers

  func isOpen(_ id: OfferID) -> Bool { offers[id].map { $0.state == "offered" && $0.end > now } ?? false }

  mutating func accept(_ id: OfferID, _ appointment: AppointmentID) {
    guard let offer = offers[id], let wish = wishes[offer.wish] else { return }
    finish(id, "accepted", "booked", unanswered: 0)
    visits[appointment] = Visit(patient: wish.patient, start: offer.start, person: offer.person)
  }
  mutating func decline(_ id: OfferID, leaves: Bool) {
    finish(id, "declined", leaves ? "removed" : "waiting", unanswered: 0)
    passOn(id)
  }
  mutating func withdraw(_ id: OfferID) {
    guard let offer = offers[id], let wish = wishes[offer.wish] else { return }
    finish(id, "withdrawn", "waiting", unanswered: wish.unanswered)
  }
  mutating func remove(_ id: WaitlistEntryID) {
    if let offer = offers.first(where: { $0.value.wish == id && $0.value.state == "offered" })?.key {
      finish(offer, "withdrawn", "removed", unanswered: 0)
      passOn(offer)
    } else {
      wishes[id]?.state = "removed"
      wishes[id]?.unanswered = 0
    }
  }

  private mutating func finish(_ id: OfferID, _ state: String, _ wish: String, unanswered: Int) {
    guard let offer = offers[id] else { return }
    offers[id]?.state = state
    wishes[offer.wish]?.state = wish
    wishes[offer.wish]?.unanswered = unanswered
  }
  private mutating func passOn(_ id: OfferID) {
    guard let offer = offers[id] else { return }
    free(offer.start, offer.person, by: wishes[offer.wish]?.patient, after: 0)
  }

  /// Time ends what nobody answered: offers first, then what visitors kept.
  mutating func sweep() {
    for (id, offer) in offers.sorted(by: { $0.key < $1.key }) where offer.state == "offered" && offer.end <= now {
      let count = (wishes[offer.wish]?.unanswered ?? 0) + 1
      finish(id, "expired", count < 2 ? "waiting" : "unanswered", unanswered: count)
      passOn(id)
    }
    for (id, hold) in kept where hold.end <= now {
      if !hold.isTold { free(hold.start, hold.person, by: nil, after: 0) }
      kept[id]?.isTold = true
      if hold.made < now.adding(days: -1) { kept[id] = nil }
    }
  }

  private mutating func free(_ start: Instant, _ person: ResourceID, by patient: PatientID?, after minutes: Int) {
    let isAwaited = wishes.values.contains(where: \.isOpen)
    guard start > now, isAwaited || patient != nil else { return }
    freed.append(
      Freed(start: start, person: person, patient: patient, due: isAwaited ? now.adding(minutes: minutes) : nil))
  }

  /// Who should be offered what when this freed time comes up; nil when nobody should.
  func next(for time: Freed) -> (wish: WaitlistEntryID, start: Instant, end: Instant)? {
    guard time.start > now else { return nil }
    let close = time.start.adding(minutes: Self.minutes)
    let starts = [time.start] + grid.filter { time.start < $0 && $0 < close }.sorted()
    for (id, wish) in wishes.sorted(by: { $0.value.place < $1.value.place }) where wish.state == "waiting" {
      guard wish.person == nil || wish.person == time.person, !isBarred(wish, time.start, time.person) else { continue }
      let suiting = starts.first { isFree($0, time.person) && isInTime($0) && answerEnd($0) != nil }
      guard let start = suiting, !isBarred(wish, start, time.person), let end = answerEnd(start) else { continue }
      return (id, start, end)
    }
    return nil
  }

  /// Gave it up, was asked already, or is elsewhere then.
  private func isBarred(_ wish: Wish, _ start: Instant, _ person: ResourceID) -> Bool {
    freed.contains { $0.patient == wish.patient && $0.person == person && Self.meet($0.start, start) }
      || offers.values.contains {
        wishes[$0.wish]?.patient == wish.patient && $0.person == person && Self.meet($0.start, start)
      }
      || visits.values.contains { $0.patient == wish.patient && $0.isBooked && Self.meet($0.start, start) }
  }

  /// Winter in Berlin: an hour before UTC's clock. Two hours, from nine in the evening to seven until nine.
  private func answerEnd(_ start: Instant) -> Instant? {
    let day: Int64 = 86_400
    let local = now.seconds + 3600
    let (midnight, minute) = (local / day * day, local % day / 60)
    var end = now.adding(minutes: 120)
    if minute >= 1260 || minute < 420 {
      let morning = Instant(seconds: midnight + (minute >= 1260 ? day : 0) + 9 * 3600 - 3600)
      end = max(end, morning)
    }
    end = min(end, start.adding(minutes: -120))
    return end >= now.adding(minutes: 15) ? end : nil
  }
}
