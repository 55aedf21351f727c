import Core
import Database
import Routing
import Templates
import Web

/// What one feed holds, in the words of its owner.
struct FeedContents {
  let calendar: CalendarFeed
  /// What the trail says when it is sent.
  let reading: AuditEvent

  static func read(
    _ feed: Feed, _ call: Call, _ settings: SchedulingSettings, in db: borrowing TenantReader
  ) throws -> FeedContents {
    switch feed.owner {
    case .staff(let user): try staff(user, feed, call, in: db)
    case .patient(let patient, _): try portal(patient, feed, call, settings, in: db)
    }
  }

  /// What the service is called in public, and the room. Names only where the owner of the practice has said so.
  private static func staff(
    _ user: UserID, _ feed: Feed, _ call: Call, in db: borrowing TenantReader
  ) throws -> FeedContents {
    let namesPatients = try FeedSettings.namesPatients(in: db)
    let entries = try FeedEntries.of(user, namesPatients: namesPatients, now: call.now, in: db)
    let events = entries.map { entry in
      event(
        entry, summary: [entry.patient?.full, entry.service].compactMap { $0 }.joined(separator: ", "),
        place: entry.isVideo ? call.text.text("booking.byVideo") : entry.room, notes: "", call)
    }
    return FeedContents(
      calendar: CalendarFeed(name: db.practice.name, events: events),
      reading: AuditEvent(
        "feed.read", "scheduling_feed", feed.id,
        fields: ["rows=\(entries.count)"] + (entries.contains { $0.patient != nil } ? ["names"] : [])))
  }

  /// When, and at which practice: nothing else, since calendars are shared and shown on locked screens.
  private static func portal(
    _ patient: PatientID, _ feed: Feed, _ call: Call, _ settings: SchedulingSettings, in db: borrowing TenantReader
  ) throws -> FeedContents {
    let entries = try FeedEntries.of(patient, now: call.now, in: db)
    let places = try addresses(entries, in: db)
    let notes = call.text.text("feeds.file.note", ["link": settings.baseURL + "/portal"])
    let events = entries.map { entry in
      event(
        entry, summary: db.practice.name,
        place: entry.isVideo ? call.text.text("booking.byVideo") : places[entry.location] ?? "", notes: notes, call)
    }
    return FeedContents(
      calendar: CalendarFeed(name: db.practice.name, events: events),
      reading: AuditEvent(
        "feed.read", "scheduling_feed", feed.id, patient: patient, fields: ["rows=\(entries.count)"]))
  }

  /// One look for each place, of which a patient has few.
  private static func addresses(
    _ entries: [FeedEntry], in db: borrowing TenantReader
  ) throws -> [LocationID?: String] {
    var places: [LocationID?: String] = [:]
    for location in Set(entries.map(\.location)) { places[location] = try Places.address(of: location, in: db) }
    return places
  }

  private static func event(
    _ entry: FeedEntry, summary: String, place: String, notes: String, _ call: Call
  ) -> CalendarEvent {
    let status: CalendarEvent.Status =
      switch entry.status {
      case .cancelled, .enteredInError: .cancelled
      case .proposed, .pending, .waitlist: .tentative
      case .booked, .arrived, .checkedIn, .fulfilled, .noshow: .confirmed
      }
    return CalendarEvent(
      appointment: entry.id, sequence: entry.sequence, status: status, start: entry.span.start, end: entry.span.end,
      summary: summary, place: place, notes: notes, language: call.language, writtenAt: entry.changedAt)
  }
}
