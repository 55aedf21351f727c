import Core
import Database
import SQL

/// Time that becomes free without anybody giving it up: by other hours, a closed day that is none any more, a room for
/// more at once, a calendar elsewhere that no longer says busy. It is written down in the transaction that opens it, and
/// the waitlist is offered what is really free when its job runs.
enum OpenedTimes {
  /// What opens later is booked as usual: nobody is asked today about a day in a year.
  static let daysAhead = 60
  /// Stretches of one change, the nearest first: a change of every Monday is no flood of jobs.
  static let most = 60

  /// Carries a change of hours out and tells the waitlist what it opened, and not what was open before. After
  /// ``Resources/lock(_:in:)``.
  /// - Parameter resource: nil for the whole practice.
  static func byChangingHours(
    of resource: ResourceID?, now: Instant, in tx: borrowing TenantTransaction,
    _ change: (borrowing TenantTransaction) throws -> Void
  ) throws {
    guard try WaitlistEntries.isAnybodyWaiting(in: tx) else { return try change(tx) }
    let days = try Days(now: now, in: tx.reader)
    let changed = try Resources.active(in: tx.reader).filter {
      resource.map { [id = $0.id] in $0 == id } ?? ($0.kind == .practitioner)
    }
    let before = try days.open(changed, in: tx.reader)
    try change(tx)
    let after = try days.open(changed, in: tx.reader)
    let opened = changed.map { one in
      (resource: one, spans: (after[one.id] ?? []).flatMap { $0.without(before[one.id] ?? []) })
    }
    try record(opened, days, graceMinutes: FreedTimes.graceMinutes, in: tx)
  }

  /// Of one resource, which must be active.
  /// - Parameter spans: in which it could be free now, and could not before.
  static func record(
    _ spans: [TimeSpan], at resource: ResourceID, graceMinutes: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    guard !spans.isEmpty, try WaitlistEntries.isAnybodyWaiting(in: tx),
      let found = try Resources.active(in: tx.reader).first(where: { $0.id == resource })
    else { return }
    let opened = [(resource: found, spans: spans)]
    try record(opened, try Days(now: now, in: tx.reader), graceMinutes: graceMinutes, in: tx)
  }

  /// Everything that is ahead: of a resource that was out of use.
  static func recordAll(at resource: ResourceID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let ahead = TimeSpan(start: now, end: now.adding(days: daysAhead + 1))
    try record([ahead], at: resource, graceMinutes: FreedTimes.graceMinutes, now: now, in: tx)
  }

  /// When something is in a room or at a device, so that one more could now be.
  static func taken(
    _ resource: ResourceID, now: Instant, in db: borrowing TenantReader
  ) throws -> [TimeSpan] {
    let ahead = TimeSpan(start: now, end: now.adding(days: daysAhead + 1))
    let claims = try Schedules.claims(of: [resource], during: ahead, now: now, apart: nil, apartHold: nil, in: db)
    return BusyClaims.merged(claims.map(\.span))
  }

  private static func record(
    _ opened: [(resource: Resource, spans: [TimeSpan])], _ days: Days, graceMinutes: Int,
    in tx: borrowing TenantTransaction
  ) throws {
    var pieces: [(practitioner: ResourceID, span: TimeSpan)] = []
    for (resource, spans) in opened where !spans.isEmpty {
      let people = resource.kind == .practitioner ? [resource] : try awaited(at: resource.id, in: tx.reader)
      for (person, open) in try days.open(people, in: tx.reader) {
        pieces += open.flatMap { hours in
          spans.compactMap { $0.common(with: hours) }.map { (practitioner: person, span: $0) }
        }
      }
    }
    let nearest = pieces.sorted { ($0.span.start, $0.practitioner) < ($1.span.start, $1.practitioner) }.prefix(most)
    for piece in nearest {
      try FreedTimes.open(piece.span, of: piece.practitioner, graceMinutes: graceMinutes, now: days.now, in: tx)
    }
  }

  /// Who could use a room or device for something that somebody waits for.
  private static func awaited(at place: ResourceID, in db: borrowing TenantReader) throws -> [Resource] {
    let people = Set(
      try db.rows(
        """
        SELECT DISTINCT q.resource_id FROM scheduling_service_resource o
        JOIN scheduling_service_resource q ON q.practice_id = \(db.scope) AND q.service_id = o.service_id
        WHERE o.practice_id = \(db.scope) AND o.resource_id = \(place) AND EXISTS (
          SELECT 1 FROM scheduling_waitlist_entry e
          WHERE e.practice_id = \(db.scope) AND e.service_id = o.service_id AND e.state IN ('waiting', 'offered')
            AND (e.practitioner_id IS NULL OR e.practitioner_id = q.resource_id))
        """
      ) { try $0.id(0, as: ResourceID.self) })
    return try Resources.active(in: db).filter { $0.kind == .practitioner && people.contains($0.id) }
  }

  /// The days that are looked at, of the practice's clock.
  private struct Days {
    let now: Instant
    let zone: Zone
    let first: LocalDate

    init(now: Instant, in db: borrowing TenantReader) throws {
      zone = try Zone(name: db.practice.zoneName)
      first = zone.local(now).date
      self.now = now
    }

    /// When each is open from now on, cut at midnights.
    func open(_ resources: [Resource], in db: borrowing TenantReader) throws -> [ResourceID: [TimeSpan]] {
      let hours = try Schedules.hours(
        of: resources, areAll: false, from: first, through: first.adding(days: daysAhead + 1), in: db)
      var open: [ResourceID: [TimeSpan]] = [:]
      for day in (0..<daysAhead).map({ first.adding(days: $0) }) {
        let whole = TimeSpan(start: max(now, zone.startOfDay(day)), end: zone.startOfDay(day.adding(days: 1)))
        for resource in resources {
          open[resource.id, default: []] += hours.openSpans(of: resource.id, on: day)
            .compactMap { $0.common(with: whole) }
        }
      }
      return open
    }
  }
}
