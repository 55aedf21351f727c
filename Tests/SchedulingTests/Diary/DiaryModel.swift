import Core

/// What the whole diary should do, said once more and simply: in memory, with small numbers for everything, from the
/// words of the issue and of docs. It uses none of the product's rules.
struct DiaryModel {
  enum Owner: Hashable { case visit(Int), hold(Int), offer(Int) }
  struct Claim {
    let resource: Int
    /// 0 and from 10: a unit. 1 to 9: put over something by staff.
    let lane: Int
    let start: Instant
    let end: Instant
    let owner: Owner
    let expires: Instant?
  }
  struct Place: Equatable {
    let person: Int
    let room: Int?
    let device: Int?
    var all: [Int] { [person, room, device].compactMap { $0 } }
  }
  struct Visit {
    let patient: Int
    let service: Int
    var place: Place
    var start: Instant
    var end: Instant
    var status: String
    var lane = 0
    /// Of a request: until when staff can answer.
    var answerBy: Instant?
    /// Who asked, and when.
    var asked: (visitor: Int, at: Instant)?
    var cancelledBy = "-"
    var fee = "-"
    var sequence = 0
    var isExplained = false
    var series: Int?
    var day = 0
  }
  struct Hold {
    let service: Int
    let place: Place
    let start: Instant
    let visitor: Int
    let made: Instant
    var isTold = false
    var end: Instant { made.adding(minutes: DiaryFacts.holdMinutes) }
  }

  let firstDay: Int
  var now: Instant
  var claims: [Claim] = []
  var visits: [Visit] = []
  /// By number; one that was confirmed or forgotten is gone.
  var holds: [Int: Hold] = [:]
  var madeHolds = 0
  var serieses: [Series] = []
  var wishes: [Wish] = []
  var offers: [Offer] = []
  var freed: [Freed] = []
  /// Who must be told what.
  var news: [String] = []

  init(firstDay: Int) {
    self.firstDay = firstDay
    now = DiaryClock.instant(firstDay, 480)
  }

  // MARK: Free time

  /// Jonas is away on the third day, and the practice has short hours on the fifth.
  func hours(_ resource: Int, _ day: Int) -> (opens: Int, closes: Int)? {
    if resource == DiaryFacts.jonas, day == firstDay + 2 { return nil }
    if day == firstDay + 4 { return (600, 780) }
    return resource <= DiaryFacts.jonas ? (DiaryFacts.opens, DiaryFacts.closes) : (0, 1440)
  }
  func isOpen(_ resource: Int, _ start: Instant, _ end: Instant) -> Bool {
    let day = DiaryClock.day(start)
    guard let (opens, closes) = hours(resource, day) else { return false }
    return DiaryClock.instant(day, opens) <= start && end <= DiaryClock.instant(day, closes)
  }
  /// Lanes in which something stands at any time of the span.
  func lanes(_ resource: Int, _ start: Instant, _ end: Instant, apart: Set<Owner>) -> Set<Int> {
    Set(
      claims.filter {
        $0.resource == resource && $0.start < end && start < $0.end && !apart.contains($0.owner)
          && ($0.expires.map { $0 > now } ?? true)
      }.map(\.lane))
  }

  /// A visit that is looked for a place.
  struct Need {
    let service: Int
    let start: Instant
    let minutes: Int
    var apart: Set<Owner> = []
    var rules: DiaryFacts.Service { DiaryFacts.services[service] }
    var end: Instant { start.adding(minutes: minutes) }
    var from: Instant { start.adding(minutes: -rules.before) }
    var to: Instant { end.adding(minutes: rules.after) }

    init(_ service: Int, _ start: Instant, minutes: Int? = nil, apart: Set<Owner> = []) {
      (self.service, self.start, self.apart) = (service, start, apart)
      self.minutes = minutes ?? DiaryFacts.services[service].minutes
    }
  }

  func isFull(_ resource: Int, _ need: Need) -> Bool {
    lanes(resource, need.from, need.to, apart: need.apart).count >= DiaryFacts.capacities[resource]
  }
  func isFree(_ resource: Int, _ need: Need) -> Bool {
    isOpen(resource, need.start, need.end) && !isFull(resource, need)
  }
  /// With everything free, the first of several rooms; nil when something is in the way.
  func place(_ need: Need, with person: Int) -> Place? {
    let rules = need.rules
    guard rules.people.contains(person), isFree(person, need) else { return nil }
    let (room, device) = (rules.rooms.first { isFree($0, need) }, rules.devices.first { isFree($0, need) })
    guard rules.rooms.isEmpty || room != nil, rules.devices.isEmpty || device != nil else { return nil }
    return Place(person: person, room: room, device: device)
  }
  /// Notice and horizon.
  func isInWindow(_ service: Int, _ start: Instant, at moment: Instant) -> Bool {
    let rules = DiaryFacts.services[service]
    return start >= moment.adding(minutes: rules.notice)
      && DiaryClock.day(start) <= DiaryClock.day(moment) + rules.horizon
  }
  func isOnGrid(_ service: Int, _ person: Int, _ start: Instant) -> Bool {
    guard start.seconds % 60 == 0, let (opens, closes) = hours(person, DiaryClock.day(start)) else { return false }
    let minute = DiaryClock.minute(start)
    return minute >= opens && minute < closes && (minute - opens) % DiaryFacts.services[service].step == 0
  }
  /// What the public is shown.
  func offered(_ need: Need, with person: Int) -> Place? {
    guard isInWindow(need.service, need.start, at: now), isOnGrid(need.service, person, need.start) else { return nil }
    return place(need, with: person)
  }

  /// The first unit of each in which nothing stands, or one lane on top for all.
  mutating func take(_ place: Place, _ need: Need, lane: Int, for owner: Owner, until expires: Instant?) {
    for resource in place.all {
      let used = lanes(resource, need.from, need.to, apart: [])
      let unit = ([0] + (10...28)).first { !used.contains($0) } ?? -1
      claims.append(
        Claim(
          resource: resource, lane: lane == 0 ? unit : lane, start: need.from, end: need.to, owner: owner,
          expires: expires))
    }
  }
  mutating func release(_ owner: Owner) { claims.removeAll { $0.owner == owner } }

  // MARK: Visitors

  /// Of "anyone", whoever has least to do that day; nil when it is refused.
  func mayKeep(_ service: Int, with person: Int?, at start: Instant, by visitor: Int) -> Place? {
    guard places(of: visitor) < DiaryFacts.placesPerHour else { return nil }
    let people = DiaryFacts.services[service].people.filter { person == nil || $0 == person }
    let load = people.map { busy(of: $0, on: DiaryClock.day(start)) }
    let order = people.indices.sorted { (load[$0], $0) < (load[$1], $1) }.map { people[$0] }
    return order.lazy.compactMap { offered(Need(service, start), with: $0) }.first
  }
  /// Kept or asked for within the hour, and requests that still wait.
  func places(of visitor: Int) -> Int {
    let since = now.adding(hours: -1)
    let kept = holds.values.count { $0.visitor == visitor && $0.made > since }
    let asked = visits.count {
      guard let asked = $0.asked, asked.visitor == visitor else { return false }
      return asked.at > since || ($0.answerBy.map { $0 > now } ?? false)
    }
    return kept + asked
  }
  private func busy(of person: Int, on day: Int) -> Int {
    let (from, to) = (DiaryClock.midnight(day), DiaryClock.midnight(day + 1))
    return claims.count {
      $0.resource == person && $0.start < to && from < $0.end && ($0.expires.map { $0 > now } ?? true)
    }
  }
  mutating func keep(_ service: Int, _ place: Place, at start: Instant, by visitor: Int) -> Int {
    let (number, hold) = (madeHolds, Hold(service: service, place: place, start: start, visitor: visitor, made: now))
    madeHolds += 1
    holds[number] = hold
    take(place, Need(service, start), lane: 0, for: .hold(number), until: hold.end)
    return number
  }

  /// Exactly what was kept is free, whether time has run out or not, and the visit is still to come.
  func mayConfirm(_ number: Int, for patient: Int) -> Bool {
    guard let hold = holds[number], hold.start > now else { return false }
    let need = Need(hold.service, hold.start, apart: [.hold(number)])
    return hold.place.all.allSatisfy { isFree($0, need) }
      && hasFew(patient, hold.service, asks: DiaryFacts.services[hold.service].approval != nil)
  }
  func hasFew(_ patient: Int, _ service: Int, asks: Bool) -> Bool {
    let ahead = visits.filter {
      $0.patient == patient && $0.start > now && ($0.status == "booked" || isOpenRequest($0))
    }
    if let limit = DiaryFacts.services[service].limit, ahead.count(where: { $0.service == service }) >= limit {
      return false
    }
    return !asks || ahead.count { $0.status == "pending" } < DiaryFacts.requestsOfOne
  }
  func isOpenRequest(_ visit: Visit) -> Bool { visit.status == "pending" && visit.answerBy.map { $0 > now } ?? false }

  mutating func confirm(_ number: Int, for patient: Int, by visitor: Int) {
    guard let hold = holds.removeValue(forKey: number) else { return }
    release(.hold(number))
    settle(hold.service, hold.place, hold.start, for: patient, by: visitor, asks: true)
  }
  /// A booking of the public: firm, or a request where the service wants staff to agree.
  mutating func settle(_ service: Int, _ place: Place, _ start: Instant, for patient: Int, by visitor: Int, asks: Bool)
  {
    let need = Need(service, start)
    var visit = Visit(
      patient: patient, service: service, place: place, start: start, end: need.end, status: "booked")
    if asks, let hours = need.rules.approval {
      visit.status = "pending"
      visit.answerBy = min(now.adding(hours: hours), start)
      visit.asked = (visitor, now)
    }
    visits.append(visit)
    take(place, need, lane: 0, for: .visit(visits.count - 1), until: visit.answerBy)
    tell(visit.status == "booked" ? "booked" : "requested", visits.count - 1)
  }
  mutating func tell(_ what: String, _ visit: Int, _ how: String = "") {
    news.append("\(what) v\(visit) \(visits[visit].sequence)\(how)")
  }
}
