import Core

/// Appointments that repeat.
extension DiaryModel {
  struct Series {
    let service: Int
    var minute: Int
    var minutes: Int
    var person: Int
    /// Dates that were left out.
    var gaps: Set<Int> = []
  }

  /// The dates at which it could stand; nil when it is refused: all or nothing, and never nothing.
  func maySeries(_ series: Series, on days: [Int], skips: Bool) -> [(day: Int, review: Review)]? {
    let found = days.map { ($0, review(need(series, on: $0), with: series.person)) }
    let free = found.filter { $0.1.isPlain }
    return free.isEmpty || (!skips && free.count < days.count) ? nil : free
  }
  func need(_ series: Series, on day: Int, apart: Set<Owner> = []) -> Need {
    Need(series.service, DiaryClock.instant(day, series.minute), minutes: series.minutes, apart: apart)
  }
  mutating func start(
    _ series: Series, on days: [Int], _ found: [(day: Int, review: Review)], for patient: Int
  ) {
    serieses.append(series)
    serieses[serieses.count - 1].gaps = Set(days).subtracting(found.map(\.day))
    for (index, (day, review)) in found.enumerated() {
      let need = need(series, on: day)
      var visit = Visit(
        patient: patient, service: series.service, place: review.place, start: need.start, end: need.end,
        status: "booked")
      (visit.series, visit.day) = (serieses.count - 1, day)
      visits.append(visit)
      take(review.place, need, lane: 0, for: .visit(visits.count - 1), until: nil)
      // The message of the first speaks of all.
      tell("booked", visits.count - 1, index == 0 ? "" : " series")
    }
  }

  /// By their dates.
  func occurrences(_ series: Int) -> [Int] {
    visits.indices.filter { visits[$0].series == series }.sorted { visits[$0].day < visits[$1].day }
  }
  private func isToCome(_ id: Int) -> Bool { visits[id].status == "booked" && visits[id].start > now }
  func affected(by id: Int, following: Bool) -> [Int] {
    guard let series = visits[id].series else { return [] }
    return occurrences(series).filter { isToCome($0) && (!following || visits[$0].day >= visits[id].day) }
  }
  /// It was moved by hand.
  private func isApart(_ id: Int, _ series: Series) -> Bool {
    let visit = visits[id]
    return visit.start != DiaryClock.instant(visit.day, series.minute) || visit.place.person != series.person
      || visit.end.minutes(since: visit.start) != series.minutes
  }

  struct SeriesMove {
    let following: Bool
    let days: Int
    let minute: Int
    let minutes: Int
    let person: Int
    let takesOthers: Bool
    let skips: Bool
  }
  /// From which date on it is another series.
  private func part(_ id: Int, _ move: SeriesMove) -> [Int] {
    guard let series = visits[id].series else { return [] }
    let first = affected(by: id, following: move.following).first.map { visits[$0].day } ?? visits[id].day
    return occurrences(series).filter { visits[$0].day >= first }
  }
  /// Who goes where. Those that cannot go stay, and so may be in the way of others.
  func mayMoveSeries(_ id: Int, _ move: SeriesMove) -> [(visit: Int, need: Need, place: Place)]? {
    guard let number = visits[id].series else { return nil }
    let series = serieses[number]
    let changed = Series(service: series.service, minute: move.minute, minutes: move.minutes, person: move.person)
    let wanted = part(id, move).filter { isToCome($0) && (move.takesOthers || !isApart($0, series)) }
    var going = wanted
    while true {
      let apart = Set(going.map { Owner.visit($0) })
      let found = going.map { visit -> (visit: Int, need: Need, review: Review) in
        let need = need(changed, on: visits[visit].day + move.days, apart: apart)
        return (visit, need, review(need, with: move.person))
      }
      let left = found.filter(\.review.isPlain)
      guard !left.isEmpty, move.skips || left.count == wanted.count else { return nil }
      if left.count == going.count { return left.map { ($0.visit, $0.need, $0.review.place) } }
      going = left.map(\.visit)
    }
  }
  mutating func moveSeries(
    _ id: Int, _ move: SeriesMove, _ going: [(visit: Int, need: Need, place: Place)], how: String
  ) {
    guard let old = visits[id].series else { return }
    let part = part(id, move)
    let first = part.first.map { visits[$0].day } ?? 0
    var changed = serieses[old]
    (changed.minute, changed.minutes, changed.person) = (move.minute, move.minutes, move.person)
    changed.gaps = Set(serieses[old].gaps.filter { $0 >= first }.map { $0 + move.days })
    let kept = serieses[old].gaps.filter { $0 < first }
    var number = old
    if part.count < occurrences(old).count {
      number = serieses.count
      serieses.append(changed)
      serieses[old].gaps = kept
    } else {
      changed.gaps.formUnion(kept)
      serieses[old] = changed
    }
    for visit in part { (visits[visit].series, visits[visit].day) = (number, visits[visit].day + move.days) }
    for (visit, _, _) in going { release(.visit(visit)) }
    for (visit, need, place) in going { self.move(visit, place, need, how: how) }
  }
}
