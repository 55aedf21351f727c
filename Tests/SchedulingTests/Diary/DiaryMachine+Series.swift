import Calendars
import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Series at the front desk.
extension DiaryMachine {
  mutating func bookSeries() throws {
    guard model.serieses.count < 5 else { return try moveSeries() }
    let (service, patient) = (dice.roll(DiaryFacts.services.count), dice.roll(DiaryFacts.patients))
    let rules = DiaryFacts.services[service]
    let series = DiaryModel.Series(
      service: service, minute: DiaryFacts.opens + 15 * dice.roll(12), minutes: rules.minutes,
      person: rules.people[dice.roll(rules.people.count)])
    let (first, isDaily, count) = (DiaryClock.day(model.now) + 1 + dice.roll(2), dice.isLucky(2), 2 + dice.roll(3))
    let (every, skips) = (1 + dice.roll(2), dice.isLucky(2))
    let days = (0..<count).map { first + $0 * every * (isDaily ? 1 : 7) }
    let rule = try #require(
      RecurrenceRule(isDaily ? .daily : .weekly([DiaryClock.weekday(first)]), every: every, end: .count(count)))
    let order = SeriesBookings.Order(
      who: .known(patients[patient]),
      pattern: SeriesPattern(
        rule: rule, first: LocalDate(days: Int32(first)), time: try #require(LocalTime(minutes: series.minute)),
        minutes: series.minutes, service: services[service], practitioner: people[series.person], room: .automatic,
        device: .automatic, clock: nil),
      note: "", formKey: SecureRandom.bytes(16), language: .en, mode: skips ? .free : .all)
    let now = model.now
    let nobody = PatientRegistration { _, _, _ in throw TestFailure("nobody is new") }
    let made = try did {
      try asStaff { db in try SeriesBookings.book(order, registering: nobody, now: now, in: db) }
    }
    let found = model.maySeries(series, on: days, skips: skips)
    try expect(
      made != nil, found != nil,
      "bookSeries \(rules.name) for p\(patient) on \(days) at \(series.minute) with "
        + "\(DiaryFacts.resources[series.person])\(skips ? ", leaving out" : "")")
    guard let made, let found else { return }
    try learnSeries(of: made, count: found.count)
    model.start(series, on: days, found, for: patient)
  }

  /// The product's ids of what it has just made.
  private mutating func learnSeries(of first: AppointmentID, count: Int) throws {
    let (series, ids) = try clinic.practice.asOperator { db in
      let series = try #require(try SeriesRecords.find(of: first, in: db.reader)).id
      return (series, try SeriesRecords.occurrences(series, in: db.reader).map(\.appointment.id))
    }
    seriesIDs.append(series)
    if ids.count != count { throw differ("\(ids.count) dates were booked, the model says \(count)") }
    visitIDs += ids
  }

  private mutating func member() -> Int? { pick(model.visits.indices.filter { model.visits[$0].series != nil }) }

  mutating func moveSeries() throws {
    guard let id = member(), let number = model.visits[id].series else { return }
    let series = model.serieses[number]
    let rules = DiaryFacts.services[series.service]
    let move = DiaryModel.SeriesMove(
      following: dice.isLucky(2), days: [0, 0, 1, -1, 2][dice.roll(5)],
      minute: dice.isLucky(3) ? series.minute : DiaryFacts.opens + 15 * dice.roll(16),
      minutes: dice.isLucky(3) ? 5 * (3 + dice.roll(12)) : series.minutes,
      person: dice.isLucky(3) ? rules.people[dice.roll(rules.people.count)] : series.person,
      takesOthers: dice.isLucky(2), skips: dice.isLucky(2))
    let going = model.mayMoveSeries(id, move)
    // Into the past nobody moves anything.
    guard going?.allSatisfy({ $0.need.start > model.now }) ?? true else { return }
    let tells = !dice.isLucky(4)
    let done = try did { try carryOut(move, on: id, tells: tells) }
    try expect(
      done != nil, going != nil,
      "moveSeries s\(number) \(move.following ? "from v\(id) on" : "all by v\(id)") by \(move.days) days to "
        + "\(move.minute) for \(move.minutes) min with \(DiaryFacts.resources[move.person])"
        + (move.takesOthers ? ", others too" : "") + (move.skips ? ", leaving out" : ""))
    guard done != nil, let going, let moved = going.first?.visit else { return }
    model.moveSeries(id, move, going, how: Self.how(tells))
    if model.serieses.count > seriesIDs.count {
      seriesIDs.append(
        try clinic.practice.asOperator { [visitIDs] db in
          try #require(try SeriesRecords.find(of: visitIDs[moved], in: db.reader)).id
        })
    }
  }
  private func carryOut(_ move: DiaryModel.SeriesMove, on id: Int, tells: Bool) throws -> Int {
    let (now, visit) = (model.now, visitIDs[id])
    let change = SeriesChange(
      scope: move.following ? .following : .all, days: move.days,
      time: try #require(LocalTime(minutes: move.minute)), minutes: move.minutes, practitioner: people[move.person],
      room: .automatic, device: .automatic, takesOthersAlong: move.takesOthers)
    return try asStaff { db in
      let series = try #require(try SeriesRecords.find(of: visit, in: db.reader))
      let part = try SeriesPart.read(change.scope, from: visit, of: series.id, now: now, in: db.reader)
      return try SeriesMoves.carryOut(
        change, from: visit, of: series, seen: part.mark(now: now), mode: move.skips ? .free : .all, tells: tells,
        now: now, in: db)
    }
  }

  mutating func cancelSeries(_ chosen: Int? = nil) throws {
    guard let id = chosen ?? member(), model.visits[id].series != nil else { return }
    let (now, visit, following) = (model.now, visitIDs[id], dice.isLucky(2))
    let (waives, tells) = (dice.isLucky(3), !dice.isLucky(4))
    let cancellation = StaffChanges.Cancellation(reason: "asked for it", waivesFee: waives, tells: tells)
    let scope: SeriesScope = following ? .following : .all
    let done = try did {
      try asStaff { db in
        let series = try #require(try SeriesRecords.find(of: visit, in: db.reader))
        let shown = try SeriesCancellations.affected(scope, from: visit, of: series, now: now, in: db.reader)
        return try SeriesCancellations.carryOut(
          scope, from: visit, of: series, seen: SeriesScope.mark(shown), cancellation, now: now, in: db)
      }
    }
    let affected = model.affected(by: id, following: following)
    try expect(done != nil, !affected.isEmpty, "cancelSeries \(following ? "from v\(id) on" : "all by v\(id)")")
    guard done != nil else { return }
    for visit in affected { model.cancel(visit, by: "practice", waives: waives, how: Self.how(tells)) }
  }
}
