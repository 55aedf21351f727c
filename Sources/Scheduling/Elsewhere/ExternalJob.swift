import Calendars
public import Core
public import Database

/// One look at one calendar elsewhere. What went wrong is written beside the calendar, and the last good copy stays for
/// some days.
struct ExternalJob: Sendable {
  let fetcher: ExternalFetcher
  /// Nil where the operator has entered no keys.
  let google: GoogleApp?

  /// At most one for each time it is due, and a new one within the hour should that one have died.
  private static func job(_ id: EntityID, dueAt: Instant, now: Instant) -> NewJob {
    NewJob(
      "calendar.look", payload: id.description, runAt: now,
      uniqueKey: "\(id) \(dueAt.microseconds / 1_000_000) \(now.seconds / 3600)")
  }
  static func enqueue(_ id: EntityID, dueAt: Instant, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.enqueue(job(id, dueAt: dueAt, now: now))
  }
  static func enqueueUpkeep(_ id: EntityID, dueAt: Instant, now: Instant, in db: borrowing TenantConnection) throws {
    try db.enqueueUpkeep(job(id, dueAt: dueAt, now: now))
  }

  func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload), let external = try Externals.find(id, in: db.reader),
      external.nextAt <= now, try Externals.isActive(external, in: db.reader)
    else { return .done }
    let lease = now.adding(minutes: External.leaseMinutes)
    guard try db.begin(id, due: external.nextAt, lease: lease) else { return .done }
    do {
      try db.note(
        try Look(
          external: external, fetcher: fetcher, google: google, now: now, lease: lease, clock: RunningClock(from: now)
        ).take(db))
    } catch is LookOvertaken {}
    return .done
  }

  private struct Look {
    let external: External
    let fetcher: ExternalFetcher
    let google: GoogleApp?
    let now: Instant
    let lease: Instant
    /// That it fails is news of when it is known, however long others took to answer.
    let clock: RunningClock

    func take(_ db: borrowing TenantConnection) throws -> CalendarLook {
      let zone = try Zone(name: db.practice.zoneName)
      let from = zone.startOfDay(zone.local(now).date.adding(days: -1))
      let until = zone.startOfDay(zone.local(now).date.adding(days: External.daysAhead))
      let asksForAll = external.readAt.map { $0 <= now.adding(hours: -External.hoursUntilWhole) } ?? true
      if external.kind == .google {
        let look = GoogleLook(
          external: external, app: google, window: TimeSpan(start: from, end: until), zone: zone,
          asksForAll: asksForAll, now: now, lease: lease)
        return try take(look, db)
      }
      switch fetcher.ask(external, from: from, until: until, asksForAll: asksForAll) {
      case .failed(let problem): return try failed(problem, db)
      case .unchanged: return noted(.unchanged, afterMinutes: External.minutesBetweenLooks)
      case .files(let files, let etag, let modified):
        guard let busy = BusyTimes.read(files, from: from, until: until, zone: zone, limits: .usual) else {
          return try failed(.content, db)
        }
        let others = try BusyClaims.withoutOwn(busy.spans, in: db.reader).map {
          TimeSpan(start: max($0.start, from), end: min($0.end, until))
        }
        let spans = BusyClaims.daily(BusyClaims.merged(others), zone: zone)
        try BusyClaims.replace(
          external, by: Array(spans.prefix(External.maximumSpans)), isKnown: true, lease: lease, now: now, in: db)
        let copy = CalendarLook.Copy(
          etag: etag, modified: modified, unread: busy.unread, isCut: busy.isCut || spans.count > External.maximumSpans)
        return noted(.read(copy), afterMinutes: External.minutesBetweenLooks)
      }
    }

    private func take(_ look: GoogleLook, _ db: borrowing TenantConnection) throws -> CalendarLook {
      do {
        return noted(try look.take(db), afterMinutes: External.minutesBetweenLooks)
      } catch let problem as GoogleProblem {
        if problem == .permission, let link = try GoogleLinks.of(external: external.id, in: db.reader),
          link.state == .on
        {
          try GoogleLinks.refuse(link, in: db)
        }
        let failed = try failed(problem.external, db)
        guard case .wait(let seconds?) = problem else { return failed }
        // Never sooner than Google has asked for.
        let asked = now.adding(seconds: Int64(GoogleLink.pauseSeconds(seconds, strikes: 0)))
        return CalendarLook(
          calendar: external.id, lease: lease, at: now, next: max(asked, failed.next), result: failed.result)
      }
    }

    /// What nobody could confirm for days is no busy time but a guess: it closes nothing any more.
    private func failed(_ problem: ExternalProblem, _ db: borrowing TenantConnection) throws -> CalendarLook {
      if external.hasOldCopy(at: now) {
        try BusyClaims.replace(external, by: [], isKnown: false, lease: lease, now: now, in: db)
      }
      return noted(
        .failed(problem.rawValue, known: clock.now),
        afterMinutes: External.minutes(afterFailures: external.failures + 1))
    }

    private func noted(_ result: CalendarLook.Result, afterMinutes minutes: Int) -> CalendarLook {
      CalendarLook(
        calendar: external.id, lease: lease, at: now, next: now.adding(minutes: minutes), result: result)
    }
  }
}

/// Puts looks that are due into the queue, and takes calendars away whose owners have gone.
public enum ExternalUpkeep {
  /// - Returns: how many calendars were taken away.
  @discardableResult
  public static func run(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let gone = try Externals.ownerless(in: db.reader)
    for external in gone {
      try db.transaction(AuditEvent("calendar.remove", "scheduling_external", external.id, fields: ["owner"])) { tx in
        try Externals.remove(external.id, of: external.resource, now: now, in: tx)
      }
    }
    for link in try GoogleLinks.abandoned(before: now.adding(days: -1), in: db.reader) {
      try db.transaction(AuditEvent("calendar.disconnect", "scheduling_google", link, fields: ["unfinished"])) { tx in
        try GoogleLinks.leave(link, now: now, in: tx)
      }
    }
    for look in try Externals.due(now: now, in: db.reader) {
      try ExternalJob.enqueueUpkeep(look.id, dueAt: look.at, now: now, in: db)
    }
    return gone.count
  }
}
