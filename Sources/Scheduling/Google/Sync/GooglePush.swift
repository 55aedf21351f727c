import Core
import Database
import Outbound
import Web

/// Writes what is due into one Google Calendar, and takes all away when it is let go. May die at any step: an event has a
/// name of ours, so that whoever writes it again writes the same one.
struct GooglePush: Sendable {
  /// Nil where the operator has entered no keys.
  let app: GoogleApp?

  static func enqueue(_ link: EntityID, at time: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.enqueue(NewJob("google.push", payload: link.description, runAt: time, uniqueKey: nil))
  }
  static func enqueueUpkeep(_ link: EntityID, at time: Instant, in db: borrowing TenantConnection) throws {
    try db.enqueueUpkeep(
      NewJob("google.push", payload: link.description, runAt: time, uniqueKey: "\(link) \(time.microseconds)"))
  }

  func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload), let link = try GoogleLinks.find(id, in: db.reader),
      link.state == .on || link.state == .leaving
    else { return .done }
    if let pause = link.pauseUntil, pause > now {
      try GooglePush.enqueueUpkeep(id, at: pause, in: db)
      return .done
    }
    let lease = now.adding(minutes: GoogleLink.leaseMinutes)
    guard try db.beginGoogle(id, now: now, lease: lease) else {
      try GooglePush.enqueueUpkeep(id, at: link.leaseUntil ?? lease, in: db)
      return .done
    }
    try Writing(link: link, app: app, now: now, lease: lease).run(db)
    return .done
  }
}

/// One turn at writing, with the lease in hand.
private struct Writing {
  let link: GoogleLink
  let app: GoogleApp?
  let now: Instant
  let lease: Instant

  func run(_ db: borrowing TenantConnection) throws {
    do {
      let (left, refused) = try drain(db)
      if link.state == .leaving, !left {
        try finish(db)
      } else {
        try db.endGoogle(link.id, lease: lease, pause: nil, problem: refused?.external.rawValue)
        // Looked at after the lease is gone: whoever changed something meanwhile may have found it taken.
        if try left || GoogleCopies.count(link.id, isDue: true, in: db.reader) > 0 {
          try GooglePush.enqueueUpkeep(link.id, at: now.adding(seconds: 1), in: db)
        }
      }
    } catch let problem as GoogleProblem {
      try failed(problem, db)
    }
  }

  /// - Returns: whether something is left, and what Google did not understand.
  private func drain(_ db: borrowing TenantConnection) throws -> (left: Bool, refused: GoogleProblem?) {
    let copies = try GoogleCopies.due(link.id, limit: GoogleLink.writesAtOnce, in: db.reader)
    guard !copies.isEmpty else { return (false, nil) }
    guard let app else { throw GoogleProblem.off }
    guard let calendar = link.calendar else { throw GoogleProblem.absent }
    let zone = try Zone(name: db.practice.zoneName)
    let names = try link.namesPatients && FeedSettings.namesPatients(in: db.reader)
    let entries = try FeedEntries.of(copies.map(\.entry), namesPatients: names, in: db.reader)
    var session = GoogleSession(link, app, now: now)
    var refused: GoogleProblem?
    for copy in copies {
      let entry = entries.first { $0.entry == copy.entry }
      let isTheirs = entry?.practitioner == link.resource && link.state != .leaving
      let place = GooglePlace(calendar: calendar, entry: copy.entry)
      do {
        if isTheirs, let event = entry.flatMap({ GoogleEvent($0, zone: zone) }) {
          try settle(copy, event, at: place, &session, db)
        } else {
          // What was never written named nobody.
          try remove(copy, named: copy.etag == nil ? [] : entry?.session?.named ?? [], at: place, &session, db)
        }
      } catch let problem as GoogleProblem {
        // One that Google does not understand must not keep the others waiting; the next look tries it again.
        guard problem == .malformed || problem == .doubled || problem == .content else { throw problem }
        refused = problem
        try db.noteGoogleCopy(link.id, of: copy.entry.id, wish: copy.wish)
      }
    }
    return (copies.count == GoogleLink.writesAtOnce, refused)
  }

  private func settle(
    _ copy: GoogleCopies.Copy, _ event: GoogleEvent, at place: GooglePlace, _ session: inout GoogleSession,
    _ db: borrowing TenantConnection
  ) throws {
    guard copy.etag == nil || copy.content != event.content else {
      return try db.noteGoogleCopy(link.id, of: copy.entry.id, wish: copy.wish)
    }
    // As if it were there, also the first time: whether a second event of one name is noticed, Google does not promise.
    let answer = try session.ask(in: db) { client, key throws(GoogleProblem) in
      do throws(GoogleProblem) {
        return try client.send(.put, place.event, event.body, key: key)
      } catch {
        guard error == .absent else { throw error }
        return try client.send(.post, place.events, event.body, key: key)
      }
    }
    let etag = answer["etag"]?.string.flatMap { $0.utf8.count <= 200 ? $0 : nil }
    let said = event.isNamed ? ["google", "written", "names"] : ["google", "written"]
    try db.transaction(try GoogleCopies.event(copy.entry, said, in: db.reader)) { tx in
      try GoogleCopies.written(copy, link.id, etag: etag, content: event.content, in: tx)
      try note(event.named, said, in: tx)
    }
  }

  /// A session's own row names nobody: there is one of each whose name left the house, or was taken back.
  private func note(
    _ named: [FeedEntry.Participant], _ said: [String], in tx: borrowing TenantTransaction
  ) throws {
    for one in named {
      try tx.audit(
        AuditEvent(
          "calendar.write", "scheduling_appointment", one.appointment.id, patient: one.patient, fields: said))
    }
  }

  /// - Parameter named: those of a session whose names are taken back with it.
  private func remove(
    _ copy: GoogleCopies.Copy, named: [FeedEntry.Participant], at place: GooglePlace, _ session: inout GoogleSession,
    _ db: borrowing TenantConnection
  ) throws {
    try session.ask(in: db) { client, key throws(GoogleProblem) in
      do throws(GoogleProblem) { try client.delete(place.event, key: key) } catch {
        guard error == .absent else { throw error }
      }
    }
    try db.transaction(try GoogleCopies.event(copy.entry, ["google", "removed"], in: db.reader)) { tx in
      try GoogleCopies.removed(copy, link.id, in: tx)
      try note(named, ["google", "removed", "names"], in: tx)
    }
  }

  /// All is taken away: the permission goes, and what is known of it.
  private func finish(_ db: borrowing TenantConnection) throws {
    guard let app else { throw GoogleProblem.off }
    try GoogleSession(link, app, now: now).revoke()
    try db.transaction(AuditEvent("calendar.disconnect", "scheduling_google", link.id, fields: ["done"])) { tx in
      try GoogleLinks.remove(link.id, in: tx)
    }
  }

  private func failed(_ problem: GoogleProblem, _ db: borrowing TenantConnection) throws {
    let isTooLong = link.leavingAt.map { $0 <= now.adding(days: -GoogleLink.leavingDays) } ?? false
    if link.state == .leaving, problem == .permission || isTooLong {
      let stayed = try GoogleCopies.count(link.id, isDue: false, in: db.reader)
      try db.transaction(
        AuditEvent("calendar.disconnect", "scheduling_google", link.id, fields: ["stayed=\(stayed)"])
      ) { tx in
        try stayed == 0 ? GoogleLinks.remove(link.id, in: tx) : GoogleLinks.giveUp(link.id, stayed: stayed, in: tx)
      }
      return
    }
    if problem == .permission {
      try GoogleLinks.refuse(link, in: db)
      return try db.endGoogle(link.id, lease: lease, pause: nil, problem: nil)
    }
    var wanted: Int?
    if case .wait(let seconds) = problem { wanted = seconds }
    let pause = now.adding(seconds: Int64(GoogleLink.pauseSeconds(wanted, strikes: link.strikes)))
    try db.endGoogle(link.id, lease: lease, pause: pause, problem: problem.external.rawValue)
    try GooglePush.enqueueUpkeep(link.id, at: pause, in: db)
  }
}

/// Where an appointment or a session stands over there.
struct GooglePlace {
  let events: String
  let event: String

  init(calendar: String, entry: GoogleEntry) {
    events = GooglePlace.events(of: calendar)
    event = events + "/" + GoogleEventID.text(entry.id)
  }
  static func events(of calendar: String) -> String { "/calendars/" + URLComponent(calendar).encoded + "/events" }
}
