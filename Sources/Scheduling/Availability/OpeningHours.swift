import Core

/// When a resource works, as the wall clock of the place shows it: of the practice, or of a site with its own.
struct OpeningHours: Sendable, Equatable {
  struct Weekly: Sendable, Equatable {
    let resource: ResourceID
    /// ISO, Monday is 1.
    let weekday: Int
    let opens: LocalTime
    let closes: LocalTime
    /// Nil: at the practice itself.
    let site: Site?
  }
  struct Exception: Sendable, Equatable {
    /// Nil: the whole practice, or all of a place.
    let resource: ResourceID?
    /// Of an exception of nobody in particular: the place it is about.
    let place: WantedPlace
    let first: LocalDate
    let last: LocalDate
    /// Nil: closed on these days. Otherwise these hours replace the usual ones.
    let hours: (opens: LocalTime, closes: LocalTime)?
    /// Where somebody's own hours are; nil where they usually are.
    let site: Site?
    let reason: String

    static func == (a: Exception, b: Exception) -> Bool {
      a.resource == b.resource && a.place == b.place && a.first == b.first && a.last == b.last && a.reason == b.reason
        && a.site == b.site && a.hours?.opens == b.hours?.opens && a.hours?.closes == b.hours?.closes
    }
    func covers(_ date: LocalDate) -> Bool { first <= date && date <= last }
  }
  /// Open time of a date, by the clock of its site.
  struct Span: Sendable, Equatable {
    let opens: LocalTime
    let closes: LocalTime
    let site: Site?
  }

  /// Of each resource that has hours.
  private let weeks: [ResourceID: [Weekly]]
  let exceptions: [Exception]
  /// Rooms and devices without hours of their own can be used at any time; a practitioner without hours does not work.
  let openByDefault: Set<ResourceID>
  /// Where each belongs, if not to the practice itself.
  let usual: [ResourceID: Site]
  /// Of the practice.
  let zone: Zone
  /// Who has hours by another clock than the practice's.
  let abroad: Set<ResourceID>

  init(
    weekly: [Weekly], exceptions: [Exception], openByDefault: Set<ResourceID>, usual: [ResourceID: Site], zone: Zone
  ) {
    (self.exceptions, self.openByDefault) = (exceptions, openByDefault)
    weeks = Dictionary(grouping: weekly, by: \.resource)
    (self.usual, self.zone) = (usual, zone)
    let isOther = { (site: Site?) in site.map { $0.zone != zone } ?? false }
    abroad = Set(
      usual.filter { isOther($0.value) }.map(\.key) + weekly.filter { isOther($0.site) }.map(\.resource)
        + exceptions.filter { isOther($0.site) }.compactMap(\.resource))
  }

  /// Whether any hours of the week are elsewhere than at the practice itself.
  var namesPlaces: Bool { weeks.values.contains { $0.contains { $0.site != nil } } }
  /// Where a resource is in the course of a week, nil for the practice itself.
  func sites(of resource: ResourceID) -> [Site?] { (weeks[resource] ?? []).map(\.site) }

  /// The open time of one date of each clock, earliest first. An exception of the resource itself counts before one of
  /// the place, and that before one of the practice; several of the same kind add up.
  func local(of resource: ResourceID, on date: LocalDate) -> [Span] {
    let today = exceptions.filter { $0.covers(date) }
    let own = today.filter { $0.resource == resource }
    let week = usualWeek(of: resource, on: date)
    // Where nothing else is said they are where they are on such a day of the week.
    let there = week.isEmpty ? usual[resource] : week[0].site
    if !own.isEmpty { return Self.sorted(own.compactMap { $0.open(at: $0.site ?? there) }) }
    let others = today.filter { $0.resource == nil }
    guard !others.isEmpty else { return week }
    return Self.sorted(replaced(week, by: others, of: resource))
  }

  /// What others say of the day: of each place for those who are there, of the practice for the rest.
  private func replaced(_ week: [Span], by others: [Exception], of resource: ResourceID) -> [Span] {
    let practice = others.filter { $0.place == .any }
    var (found, seen) = ([Span](), [Site?]())
    for span in week {
      let local = others.filter { $0.place == .exactly(span.site?.location) }
      guard !local.isEmpty else { continue }
      if !seen.contains(span.site) { found += local.compactMap { $0.open(at: span.site) } }
      seen.append(span.site)
    }
    let rest = week.filter { !seen.contains($0.site) }
    if practice.isEmpty { return found + rest }
    // Also somebody who does not work on such a weekday has the hours of the practice then.
    return rest.isEmpty && !week.isEmpty
      ? found : found + practice.compactMap { $0.open(at: rest.first?.site ?? usual[resource]) }
  }

  /// The exceptions that decide a date: of the resource itself, else of the places where it is, else of the practice.
  func deciding(for resource: ResourceID, on date: LocalDate) -> [Exception] {
    let today = exceptions.filter { $0.covers(date) }
    let own = today.filter { $0.resource == resource }
    guard own.isEmpty else { return own }
    let there = Set(usualWeek(of: resource, on: date).map { $0.site?.location })
    return today.filter { one in one.resource == nil && (one.place == .any || there.contains { one.place.accepts($0) })
    }
  }

  private func usualWeek(of resource: ResourceID, on date: LocalDate) -> [Span] {
    let own = weeks[resource] ?? []
    if own.isEmpty, openByDefault.contains(resource) {
      return LocalTime(minutes: 0).flatMap { start in
        LocalTime(minutes: 1440).map { [Span(opens: start, closes: $0, site: usual[resource])] }
      } ?? []
    }
    return Self.sorted(
      own.filter { $0.weekday == date.weekday }.map { Span(opens: $0.opens, closes: $0.closes, site: $0.site) })
  }

  private static func sorted(_ spans: [Span]) -> [Span] { spans.sorted { $0.opens < $1.opens } }
}

extension OpeningHours.Exception {
  fileprivate func open(at site: Site?) -> OpeningHours.Span? {
    hours.map { OpeningHours.Span(opens: $0.opens, closes: $0.closes, site: site) }
  }
}
