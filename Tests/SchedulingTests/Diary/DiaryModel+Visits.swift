import Core

/// What becomes of visits: by the patient's link, at the desk, and by time.
extension DiaryModel {
  func freeUntil(_ id: Int) -> Instant {
    visits[id].start.adding(minutes: -DiaryFacts.services[visits[id].service].cancelNotice)
  }
  func owesFee(_ id: Int) -> Bool { visits[id].status != "pending" && now > freeUntil(id) }

  // MARK: By the patient

  func mayCancel(_ id: Int) -> Bool {
    ["booked", "pending"].contains(visits[id].status) && visits[id].start > now
  }
  mutating func cancel(_ id: Int, by who: String, waives: Bool = false, how: String = "", grace: Int = 3) {
    visits[id].fee = owesFee(id) ? (waives ? "waived" : "due") : "-"
    release(.visit(id))
    free(visits[id].start, visits[id].end, visits[id].place.person, by: visits[id].patient, after: grace)
    // Of a request the patient hears what became of it.
    let news =
      visits[id].status != "pending" ? "cancelled" : ["practice": "declined", "time": "lapsed"][who] ?? "cancelled"
    visits[id].status = "cancelled"
    visits[id].cancelledBy = who
    visits[id].answerBy = nil
    visits[id].sequence += 1
    tell(news, id, how)
  }
  /// Free of charge alone, to a start the public is offered, for as long as it is now; never what staff agree to.
  func mayMove(_ id: Int, to start: Instant) -> Place? {
    let visit = visits[id]
    guard DiaryFacts.services[visit.service].approval == nil else { return nil }
    guard visit.status == "booked", visit.start > now, now <= freeUntil(id) else { return nil }
    return offered(again(id, at: start), with: visit.place.person)
  }
  func again(_ id: Int, at start: Instant, minutes: Int? = nil) -> Need {
    Need(
      visits[id].service, start, minutes: minutes ?? visits[id].end.minutes(since: visits[id].start),
      apart: [.visit(id)])
  }
  mutating func move(
    _ id: Int, _ place: Place, _ need: Need, lane: Int = 0, isExplained: Bool = false, how: String = ""
  ) {
    release(.visit(id))
    for (start, end) in left(by: visits[id], going: place, need) {
      free(start, end, visits[id].place.person, by: visits[id].patient, after: 3)
    }
    take(place, need, lane: lane, for: .visit(id), until: nil)
    (visits[id].place, visits[id].start, visits[id].end) = (place, need.start, need.end)
    (visits[id].lane, visits[id].isExplained) = (lane, isExplained)
    visits[id].sequence += 1
    tell("moved", id, how)
  }

  /// All of its time; of a visit that only became shorter what is left before and after, buffers apart.
  private func left(by visit: Visit, going place: Place, _ need: Need) -> [(Instant, Instant)] {
    let isInside = visit.start <= need.start && need.end <= visit.end
    let isShorter = isInside && (visit.start, visit.end) != (need.start, need.end)
    guard place.person == visit.place.person, isShorter else { return [(visit.start, visit.end)] }
    return [(visit.start, need.from), (need.to, visit.end)].filter { $0.0 < $0.1 }
  }

  // MARK: By staff

  /// Where staff's wish would go, and what is in its way.
  struct Review {
    let place: Place
    let isClosed: Bool
    let isTaken: Bool
    /// Nil: all nine are used.
    let lane: Int?
    var isPlain: Bool { !isClosed && !isTaken }
    func isGranted(because reason: String?) -> Bool { isPlain || (reason != nil && lane != nil) }
  }
  func review(_ need: Need, with person: Int, room: Int? = nil) -> Review {
    func pick(_ all: [Int]) -> Int? { all.first { isFree($0, need) } ?? all.first { !isFull($0, need) } ?? all.first }
    let place = Place(
      person: person, room: pick(room.map { [$0] } ?? need.rules.rooms), device: pick(need.rules.devices))
    let isTaken = place.all.contains { isFull($0, need) }
    let used = place.all.reduce(into: Set<Int>()) {
      $0.formUnion(lanes($1, need.from, need.to, apart: need.apart))
    }
    return Review(
      place: place, isClosed: place.all.contains { !isOpen($0, need.start, need.end) }, isTaken: isTaken,
      lane: isTaken ? (1...9).first { !used.contains($0) } : 0)
  }
  mutating func book(_ need: Need, _ review: Review, for patient: Int) {
    var visit = Visit(
      patient: patient, service: need.service, place: review.place, start: need.start, end: need.end, status: "booked")
    (visit.lane, visit.isExplained) = (review.lane ?? 0, !review.isPlain)
    visits.append(visit)
    take(review.place, need, lane: visit.lane, for: .visit(visits.count - 1), until: nil)
    tell("booked", visits.count - 1)
  }
  var movable: [Int] { visits.indices.filter { ["booked", "arrived"].contains(visits[$0].status) } }

  /// The state after an act of the desk; nil where it is refused.
  func result(of act: String, on id: Int) -> String? {
    let visit = visits[id]
    switch (act, visit.status) {
    case ("checkIn", "booked"): return now >= DiaryClock.midnight(DiaryClock.day(visit.start)) ? "arrived" : nil
    case ("undoArrival", "arrived"): return "booked"
    case ("noShow", "booked"): return now >= visit.start ? "noshow" : nil
    case ("completion", "booked"), ("completion", "arrived"): return now >= visit.start ? "fulfilled" : nil
    case ("undoCompletion", "fulfilled"): return "arrived"
    case ("cancellation", "booked"), ("cancellation", "arrived"): return "cancelled"
    case ("undoNoShow", "noshow"), ("undoCancellation", "cancelled"): return isPlaceLeft(id) ? "booked" : nil
    default: return nil
    }
  }
  /// What it had is free still; what lay over something lies over it again, unless its lane is used.
  private func isPlaceLeft(_ id: Int) -> Bool {
    let (visit, need) = (visits[id], again(id, at: visits[id].start))
    return visit.place.all.allSatisfy {
      visit.lane == 0
        ? !isFull($0, need) : !lanes($0, need.from, need.to, apart: []).contains(visit.lane)
    }
  }
  mutating func act(_ act: String, on id: Int, to status: String, waives: Bool, how: String) {
    switch act {
    case "cancellation": return cancel(id, by: "practice", waives: waives, how: how)
    case "noShow": release(.visit(id))
    case "undoNoShow", "undoCancellation":
      take(visits[id].place, again(id, at: visits[id].start), lane: visits[id].lane, for: .visit(id), until: nil)
    default: break
    }
    visits[id].status = status
    guard act == "undoCancellation" else { return }
    (visits[id].cancelledBy, visits[id].fee) = ("-", "-")
    visits[id].sequence += 1
    tell("booked", id)
  }

  // MARK: Requests

  mutating func approve(_ id: Int) {
    (visits[id].status, visits[id].answerBy) = ("booked", nil)
    claims = claims.map {
      $0.owner == .visit(id)
        ? Claim(
          resource: $0.resource, lane: $0.lane, start: $0.start, end: $0.end, owner: $0.owner, expires: nil) : $0
    }
    tell("booked", id)
  }

  // MARK: Time

  /// Ends what nobody answered: requests, then offers, then wishes that are past, then what visitors kept.
  mutating func sweep() {
    for id in visits.indices where visits[id].status == "pending" && !isOpenRequest(visits[id]) {
      cancel(id, by: "time", grace: 0)
    }
    sweepWaitlist()
    for (number, hold) in holds.sorted(by: { $0.key < $1.key }) where hold.end <= now {
      if !hold.isTold {
        free(hold.start, Need(hold.service, hold.start).end, hold.place.person, by: nil, after: 0)
      }
      holds[number]?.isTold = true
      if hold.made < now.adding(days: -1) { holds[number] = nil }
    }
    claims.removeAll { $0.expires.map { $0 <= now } ?? false }
  }
}
