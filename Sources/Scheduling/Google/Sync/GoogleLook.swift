import Core
import Database
import SQL
import Web

/// One look at a Google Calendar: what has changed since the last one, or all of it. What is ours over there never comes
/// back as busy, and what somebody did to it there is put back.
struct GoogleLook {
  let external: External
  let app: GoogleApp?
  let window: TimeSpan
  /// Of the practice.
  let zone: Zone
  let asksForAll: Bool
  let now: Instant
  let lease: Instant

  private static let pageSize = 1000
  private static let maximumPages = 30
  private static let longestToken = 300

  private struct Answer {
    var items: [GoogleItem] = []
    var token: String?
    var isWhole = false
    var isCut = false
    var unread = 0
  }

  /// - Throws: ``GoogleProblem``, ``LookOvertaken``.
  func take(_ db: borrowing TenantConnection) throws -> CalendarLook.Result {
    guard let app else { throw GoogleProblem.off }
    guard let link = try GoogleLinks.of(external: external.id, in: db.reader), link.state == .on,
      let calendar = link.calendar
    else { throw GoogleProblem.permission }
    var session = GoogleSession(link, app, now: now)
    let answer = try answer(GooglePlace.events(of: calendar), &session, db)
    let spans = try settle(answer, link, db).values.map {
      TimeSpan(start: max($0.start, window.start), end: min($0.end, window.end))
    }
    let pieces = BusyClaims.daily(BusyClaims.merged(spans.filter { $0.start < $0.end }), zone: zone)
    try BusyClaims.replace(
      external, by: Array(pieces.prefix(External.maximumSpans)), isKnown: true, lease: lease, now: now, in: db)
    try compare(link, db)
    guard answer.isWhole else { return .continued(etag: answer.token) }
    let isCut = answer.isCut || pieces.count > External.maximumSpans
    return .read(CalendarLook.Copy(etag: answer.token, modified: nil, unread: answer.unread, isCut: isCut))
  }

  // MARK: Asking

  private func answer(
    _ path: String, _ session: inout GoogleSession, _ db: borrowing TenantConnection
  ) throws -> Answer {
    if !asksForAll, let token = external.etag {
      do {
        return try pages(path, [("syncToken", token)], &session, db)
      } catch GoogleProblem.absent {
        // 410: what it remembers does not reach back so far. Then all of it.
      }
    }
    let dates = [("timeMin", GoogleMoment.text(window.start)), ("timeMax", GoogleMoment.text(window.end))]
    var answer = try pages(path, dates, &session, db)
    answer.isWhole = true
    return answer
  }

  private func pages(
    _ path: String, _ which: [(name: String, value: String)], _ session: inout GoogleSession,
    _ db: borrowing TenantConnection
  ) throws -> Answer {
    var answer = Answer()
    var page: String?
    for _ in 0..<Self.maximumPages {
      let query =
        which + [("singleEvents", "true"), ("maxResults", "\(Self.pageSize)"), ("fields", GoogleItem.fields)]
        + (page.map { [("pageToken", $0)] } ?? [])
      let body = try session.ask(in: db) { client, key throws(GoogleProblem) in
        try client.get(path, query, key: key)
      }
      guard let items = body["items"]?.array ?? (body["nextSyncToken"] == nil ? nil : []) else {
        throw GoogleProblem.content
      }
      let own = body["timeZone"]?.string.flatMap(known) ?? zone
      for value in items {
        guard let item = GoogleItem(value, zone: own) else { throw GoogleProblem.content }
        if item.isUnread { answer.unread += 1 }
        answer.items.append(item)
      }
      page = body["nextPageToken"]?.string
      if page == nil {
        answer.token = body["nextSyncToken"]?.string.flatMap { $0.utf8.count <= Self.longestToken ? $0 : nil }
        return answer
      }
    }
    answer.isCut = true
    return answer
  }

  /// A zone that is not known here is the practice's.
  private func known(_ name: String) -> Zone? {
    do throws(ZoneError) { return try Zone(name: name) } catch { return nil }
  }

  // MARK: Taking over

  /// Ours are told apart, what is busy is kept, and what was done to ours there is marked to be put back.
  /// - Returns: all that is busy over there.
  private func settle(_ answer: Answer, _ link: GoogleLink, _ db: borrowing TenantConnection) throws -> GoogleBusy.Spans
  {
    let ours = try ours(answer.items, db)
    let copies = try GoogleCopies.find(Array(Set(ours.values)), link.id, in: db.reader)
    // A colleague may write into the same calendar: those are theirs to put back.
    let others = try GoogleCopies.heldElsewhere(Array(Set(ours.values)), link.id, in: db.reader)
    var spans: GoogleBusy.Spans = [:]
    let old = try GoogleBusy.stored(link.id, in: db.reader)
    if !answer.isWhole { spans = old }
    var touched: Set<GoogleEntry> = []
    for item in answer.items {
      if let entry = ours[item.id] {
        guard GoogleEventID.entry(item.id) == entry.id else { continue }
        if copies[entry] == nil, others.contains(entry.id) { continue }
        let isAsWritten = copies[entry].map { $0.etag != nil && $0.etag == item.etag } ?? (item.span == nil)
        if !isAsWritten { touched.insert(entry) }
      } else {
        spans[try db.reader.blindIndex(item.id, of: "google-event")] = item.span
      }
    }
    guard spans != old || !touched.isEmpty else { return spans }
    let event = AuditEvent(
      "calendar.sync", "scheduling_google", link.id, fields: ["events=\(spans.count)", "ours=\(touched.count)"])
    try db.transaction(event) { tx in
      guard try Externals.hasLease(external.id, lease, in: tx) else { throw LookOvertaken() }
      try GoogleBusy.replace(old, by: spans, link.id, in: tx)
      try GoogleCopies.mark(touched.sorted(), link.id, isForced: true, in: tx)
    }
    return spans
  }

  /// Which of them are appointments or sessions of this practice, by the name we gave them or the one our feeds give.
  private func ours(_ items: [GoogleItem], _ db: borrowing TenantConnection) throws -> [String: GoogleEntry] {
    let mark = "@praxis"
    let named = items.compactMap { item -> (name: String, id: EntityID)? in
      let fed = item.uid.hasSuffix(mark) ? EntityID(text: item.uid.dropLast(mark.utf8.count)) : nil
      return (GoogleEventID.entry(item.id) ?? fed).map { (name: item.id, id: $0) }
    }
    guard !named.isEmpty else { return [:] }
    let wanted = Array(Set(named.map(\.id))).sorted()
    let appointments: [GoogleEntry] = try db.reader.rows(
      "SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id IN \(list: wanted)"
    ) { .appointment(try $0.id(0)) }
    let sessions: [GoogleEntry] = try db.reader.rows(
      "SELECT id FROM scheduling_group WHERE practice_id = \(db.scope) AND id IN \(list: wanted)"
    ) { .session(try $0.id(0)) }
    let known = Dictionary((appointments + sessions).map { ($0.id, $0) }) { first, _ in first }
    return Dictionary(named.compactMap { item in known[item.id].map { (item.name, $0) } }) { first, _ in first }
  }

  // MARK: Ours over there

  /// Whatever should stand there otherwise is marked: what no change has told of, such as a new name of a service, and
  /// all of it the first time.
  private func compare(_ link: GoogleLink, _ db: borrowing TenantConnection) throws {
    let start = now.adding(days: -1)
    let names = try link.namesPatients && FeedSettings.namesPatients(in: db.reader)
    let entries = try FeedEntries.of(link.resource, namesPatients: names, from: start, now: now, in: db.reader)
    var copies = try GoogleCopies.from(start, link.id, in: db.reader)
    var wrong: [GoogleEntry] = []
    for entry in entries {
      guard let event = GoogleEvent(entry, zone: zone) else { continue }
      let copy = copies.removeValue(forKey: entry.entry)
      if copy?.isDue != true, copy?.content != event.content { wrong.append(entry.entry) }
    }
    wrong += copies.values.filter { !$0.isDue }.map(\.entry)
    if !wrong.isEmpty {
      let event = AuditEvent("calendar.sync", "scheduling_google", link.id, fields: ["due=\(wrong.count)"])
      try db.transaction(event) { tx in
        try GoogleCopies.mark(wrong.sorted(), link.id, isForced: false, in: tx)
      }
    }
    if try GoogleCopies.count(link.id, isDue: true, in: db.reader) > 0 {
      try GooglePush.enqueueUpkeep(link.id, at: now, in: db)
    }
  }
}
