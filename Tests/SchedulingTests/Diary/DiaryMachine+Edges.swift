import Core

/// The moments at which a rule turns over, and what is tried a second before, at, and a second after each.
extension DiaryMachine {
  struct Edge {
    enum Kind {
      case hold(Int), request(Int), offer(Int), window(Int), begin(Int), limit(Int), notice(Int, Int, Instant), midnight
      case hoard(Int), freed

      /// Of each kind as much is tried, however many there are.
      var number: Int {
        switch self {
        case .hold: 0
        case .request: 1
        case .offer: 2
        case .window: 3
        case .begin: 4
        case .limit: 5
        case .notice: 6
        case .midnight: 7
        case .hoard: 8
        case .freed: 9
        }
      }
    }
    let at: Instant
    let kind: Kind
  }

  /// The next of a kind that comes up within hours, or whatever is next.
  mutating func nextEdge() -> Edge? {
    var all = model.holds.sorted { $0.key < $1.key }.map { Edge(at: $0.value.end, kind: .hold($0.key)) }
    for (id, visit) in model.visits.enumerated() {
      if let end = visit.answerBy { all.append(Edge(at: end, kind: .request(id))) }
      guard ["booked", "pending", "arrived"].contains(visit.status) else { continue }
      all += [Edge(at: model.freeUntil(id), kind: .window(id)), Edge(at: visit.start, kind: .begin(id))]
      let most = DiaryFacts.services[visit.service].limit ?? Int.max
      if visit.status == "booked", ahead(of: visit.patient, visit.service) >= most {
        all.append(Edge(at: visit.start, kind: .limit(id)))
      }
    }
    all += model.offers.indices.filter { model.offers[$0].state == "offered" }
      .map { Edge(at: model.offers[$0].end, kind: .offer($0)) }
    all += model.freed.compactMap { $0.due.map { Edge(at: $0, kind: .freed) } }
    let recent = model.holds.values.map { ($0.visitor, $0.made) } + model.visits.compactMap { $0.asked }
    all += recent.filter { model.places(of: $0.0) >= DiaryFacts.placesPerHour }
      .map { Edge(at: $0.1.adding(hours: 1), kind: .hoard($0.0)) }
    all.append(Edge(at: DiaryClock.midnight(DiaryClock.day(model.now) + 1), kind: .midnight))
    all += (0..<2).compactMap { _ in notice() }
    let next = all.filter { $0.at.adding(seconds: -1) >= model.now }.sorted { $0.at < $1.at }
    let soon = next.filter { $0.at < model.now.adding(hours: 14) }
    guard let number = pick(Set(soon.map(\.kind.number)).sorted()) else { return next.first }
    return soon.first { $0.kind.number == number }
  }
  private func ahead(of patient: Int, _ service: Int) -> Int {
    model.visits.count {
      $0.patient == patient && $0.service == service && $0.status == "booked" && $0.start > model.now
    }
  }
  /// Booked at a start that the public is shown: an act that is to fail by nothing but the patient's limit.
  private mutating func bookForSure(_ service: Int, for patient: Int) throws {
    guard let (person, start) = freeStart(of: service) else { return try bookAsVisitor(service, for: patient) }
    let visitor = (0..<DiaryFacts.visitors).first { model.mayKeep(service, with: person, at: start, by: $0) != nil }
    guard let hold = try keep(service, with: person, at: start, by: visitor) else { return }
    try confirm(hold, for: patient)
  }
  /// Kept at such a start: to fail by nothing but the visitor's limit.
  private mutating func keepForSure(by visitor: Int) throws {
    let service = dice.roll(DiaryFacts.services.count)
    let free = freeStart(of: service)
    _ = try keep(service, with: free?.person, at: free?.start, by: visitor)
  }
  /// As much as one visitor is given within the hour, and one more: at once, or when the hour is over.
  mutating func hoard() throws {
    let visitor = dice.roll(DiaryFacts.visitors)
    for _ in 0..<DiaryFacts.placesPerHour { try keepForSure(by: visitor) }
    if dice.isLucky(2) { model.now = model.now.adding(hours: 1).adding(seconds: Int64(dice.roll(3) - 1)) }
    try keepForSure(by: visitor)
  }
  /// On one of the next days, with one of its people; nil when that day has none.
  private mutating func freeStart(of service: Int) -> (person: Int, start: Instant)? {
    let rules = DiaryFacts.services[service]
    let (day, person) = (DiaryClock.day(model.now) + dice.roll(3), rules.people[dice.roll(rules.people.count)])
    let start = stride(from: DiaryFacts.opens, to: DiaryFacts.closes, by: rules.step)
      .map { DiaryClock.instant(day, $0) }
      .first { model.offered(DiaryModel.Need(service, $0), with: person) != nil }
    return start.map { (person, $0) }
  }
  /// Of a start that is free today or tomorrow.
  private mutating func notice() -> Edge? {
    let service = dice.roll(DiaryFacts.services.count)
    let rules = DiaryFacts.services[service]
    let person = rules.people[dice.roll(rules.people.count)]
    let day = DiaryClock.day(model.now) + dice.roll(2)
    guard let (opens, closes) = model.hours(person, day) else { return nil }
    let starts = stride(from: opens, to: closes, by: rules.step).map { DiaryClock.instant(day, $0) }.filter {
      $0.adding(minutes: -rules.notice) > model.now
        && model.place(DiaryModel.Need(service, $0), with: person) != nil
    }
    guard let start = starts.first else { return nil }
    return Edge(at: start.adding(minutes: -rules.notice), kind: .notice(service, person, start))
  }

  mutating func act(at edge: Edge) throws {
    switch edge.kind {
    case .hold(let number):
      guard let hold = model.holds[number] else { return }
      try oneOf([
        { try $0.confirm(number) }, { try $0.confirm(number) }, { try $0.sweep() },
        { _ = try $0.keep(hold.service, with: hold.place.person, at: hold.start) },
        { try $0.bookAsStaff(hold.service, with: hold.place.person, at: hold.start) },
      ])
    case .request(let id):
      let visit = model.visits[id]
      try oneOf([
        { try $0.answerRequest(id) }, { try $0.answerRequest(id) }, { try $0.sweep() }, { try $0.cancelByLink(id) },
        { try $0.bookForSure(1, for: visit.patient) },
        { _ = try $0.keep(visit.service, with: visit.place.person, at: visit.start) },
      ])
    case .offer(let number):
      let offer = model.offers[number]
      try oneOf([
        { try $0.accept(number) }, { try $0.accept(number) }, { try $0.decline(number) }, { try $0.sweep() },
        { _ = try $0.keep($0.model.wishes[offer.wish].service, with: offer.place.person, at: offer.start) },
      ])
    case .window(let id):
      try oneOf([
        { try $0.moveByLink(id) }, { try $0.moveByLink(id) }, { try $0.cancelByLink(id) },
        { try $0.actAsStaff("cancellation", on: id) },
      ])
    case .begin(let id):
      try oneOf([
        { try $0.actAsStaff("noShow", on: id) }, { try $0.actAsStaff("completion", on: id) },
        { try $0.cancelByLink(id) }, { try $0.cancelSeries(id) },
      ])
    case .limit(let id): try bookForSure(model.visits[id].service, for: model.visits[id].patient)
    case .notice(let service, let person, let start): _ = try keep(service, with: person, at: start)
    case .midnight:
      let visit = model.visits.indices.first {
        model.visits[$0].status == "booked" && DiaryClock.day(model.visits[$0].start) == DiaryClock.day(edge.at)
      }
      try oneOf([
        { try $0.keepAtHorizon() }, { try $0.keepAtHorizon() },
        { if let visit { try $0.actAsStaff("checkIn", on: visit) } },
      ])
    case .hoard(let visitor): try keepForSure(by: visitor)
    case .freed: break
    }
  }
  private mutating func oneOf(_ acts: [(inout DiaryMachine) throws -> Void]) throws {
    try acts[dice.roll(acts.count)](&self)
  }
  /// On the last day the public sees, or the one after.
  private mutating func keepAtHorizon() throws {
    let service = dice.roll(DiaryFacts.services.count)
    let day = DiaryClock.day(model.now) + DiaryFacts.services[service].horizon + dice.roll(2)
    _ = try keep(service, at: DiaryClock.instant(day, DiaryFacts.opens + 60 + 60 * dice.roll(3)))
  }
}
