import Core
import Database
import Routing
import SQL

/// Everything a calendar page is drawn from, in seven statements whatever it shows, eight where free time is offered.
struct CalendarContents: Sendable {
  let zone: Zone
  let dates: [LocalDate]
  let version: String
  /// Also those no longer active: their appointments stay visible.
  let resources: [Resource]
  let hours: OpeningHours
  /// Of one patient at a time.
  let entries: [CalendarAppointment]
  /// Sessions of groups, and the appointments of those who take part, which stand in no column of their own.
  let groups: [NamedGroup]
  let participants: [CalendarAppointment]
  /// What a filter by service, status or place leaves out.
  let hidden: [CalendarAppointment]
  let holds: [CalendarHold]
  /// Of practitioners, in calendars elsewhere.
  let busy: [CalendarBusy]
  /// Nil where no free time is offered.
  let freeTime: FreeTime?
  /// How many requests wait for an answer, whatever their day.
  let requests: Int
  let places: PlaceNames
  /// Where something of these days is, filtered or not.
  let usedPlaces: Set<LocationID?>

  /// - Parameter offersFreeTime: the reader may book, and the view has room to say where.
  static func read(
    _ query: CalendarQuery, offersFreeTime: Bool, now: Instant, in db: borrowing TenantReader
  ) throws -> CalendarContents {
    let zone = try Zone(name: db.practice.zoneName)
    let dates = query.dates(weekStartsOn: db.practice.weekStartsOn)
    let (first, last) = (dates[0], dates[dates.count - 1])
    let span = TimeSpan(start: zone.startOfDay(first), end: zone.startOfDay(last.adding(days: 1)))
    // The version first: what is read after it can only be newer, and then the next question finds out.
    let resources = try Resources.all(in: db)
    let version = CalendarVersion.of(resources, showing: dates, zone: zone, now: now)
    let all = try CalendarEntries.all(during: span, within: .of(.readSchedule, now: now, in: db), in: db)
    let (entries, participants) = (all.filter { $0.group == nil }, all.filter { $0.group != nil })
    let sessions = try Groups.all(during: span, now: now, in: db)
    let usedPlaces = Set(all.map(\.assignment.location) + sessions.map(\.group.assignment.location))
    let hours = try Schedules.hours(of: resources, areAll: true, from: first, through: last.adding(days: 1), in: db)
    // A practice in one place asks nothing more.
    let isElsewhere =
      !hours.usual.isEmpty || hours.namesPlaces || usedPlaces.contains { $0 != nil }
    // An appointment of the evening before can reach into the day with its buffer.
    let nearby = TimeSpan(start: span.start.adding(days: -1), end: span.end.adding(days: 1))
    let claims =
      offersFreeTime
      ? try CalendarEntries.claims(of: resources, during: nearby, now: now, in: db) : nil
    let kept =
      try claims.map { (holds: $0.holds, busy: $0.busy) } ?? CalendarEntries.kept(during: span, now: now, in: db)
    return CalendarContents(
      zone: zone, dates: dates, version: version, resources: resources, hours: hours,
      entries: query.isFiltered || query.hidesCancelled ? entries.filter(query.shows) : entries,
      groups: sessions.filter { query.shows($0, participants) },
      participants: participants.filter(query.shows),
      hidden: query.isFiltered
        ? all.filter { query.unfiltered.shows($0) && !query.shows($0) } : [],
      holds: kept.holds.filter { $0.span.overlaps(span) }, busy: kept.busy.filter { $0.span.overlaps(span) },
      freeTime: try claims.map {
        FreeTime(
          offers: try ServiceOffer.all(in: db), claims: $0.spans, capacities: resources.capacities, hours: hours,
          zone: zone)
      }, requests: try Requests.count(now: now, in: db),
      places: isElsewhere || query.place != .any
        ? try PlaceNames.read(in: db) : .none(zone: zone, practiceName: db.practice.name), usedPlaces: usedPlaces)
  }

  /// The name of where it is, when that is not where its practitioner usually is.
  func place(of assignment: Availability.Assignment) -> String? {
    guard assignment.location != resource(assignment.practitioner)?.home?.location else { return nil }
    return places.name(assignment.location)
  }

  func resource(_ id: ResourceID?) -> Resource? { id.flatMap { wanted in resources.first { $0.id == wanted } } }
}

extension AppointmentStatus {
  /// False for what is struck through and can be hidden.
  var standsInCalendar: Bool {
    switch self {
    case .proposed, .pending, .booked, .arrived, .checkedIn, .fulfilled, .noshow, .waitlist: true
    case .cancelled, .enteredInError: false
    }
  }
}
