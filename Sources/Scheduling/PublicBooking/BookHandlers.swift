import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// The booking page up to the moment a time is kept.
enum BookHandlers {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(try BookingMoment(call, BookingQuery(call.query), db), taken: nil, isOff: false, in: db))
  }

  /// The page for what was chosen so far. A practice with one service, or a service with one person, asks no question.
  /// - Parameter isOff: the practice has switched online booking off since the request began.
  private static func page(
    _ moment: BookingMoment, taken: TakenNotice?, isOff: Bool, in db: borrowing TenantReader
  ) throws -> BookPage {
    let isOpen = db.practice.booksOnline && !isOff
    let services = try Services.active(in: db).filter { $0.obstacles(isPracticeOpen: isOpen).isEmpty }
    let chosen = services.first { $0.id == moment.query.service } ?? (services.count == 1 ? services.first : nil)
    let offering = try chosen.flatMap { try Offering.find($0.id, in: db) }
    let limited = limit(offering, to: moment.query.practitioner)
    let (days, place) = try limited.map { try load($0, moment, in: db) } ?? (nil, moment.query.place)
    let asked = chosen.map { moment.query.service == nil ? moment.query.choosing($0.id) : moment.query } ?? moment.query
    let query = asked.staying(at: place)
    let places = days.map { PlaceLinks.make($0, chosen: place, query, moment) } ?? []
    let people = offering.map { PeopleLinks.make($0, query, moment) } ?? []
    return BookPage(
      title: title(chosen, days, moment), action: "/\(moment.slug)/book/holds",
      services: services.map { ServiceLinks.make($0, isCurrent: $0.id == chosen?.id, query, moment) },
      people: people, hasPeople: people.count > 1, places: places,
      hasPlaces: !places.isEmpty, days: days.map { DayStrip.make($0, query, moment) },
      hidden: query.fields.filter { $0.name != "date" }.map { HiddenField(name: $0.name, value: $0.value) },
      taken: taken,
      closed: services.isEmpty ? moment.call.text.text(isOpen ? "booking.closedTitle" : "booking.offTitle") : nil,
      waitHref: WaitlistJoinHandlers.href(chosen?.id, query, moment.call, slug: moment.slug))
  }

  /// A place that the service, or the person who was chosen, is not in counts as not chosen.
  private static func load(
    _ offering: Offering, _ moment: BookingMoment, in db: borrowing TenantReader
  ) throws -> (BookingDays?, WantedPlace) {
    let place = moment.query.place
    let days = try days(offering.limited(at: place), moment, in: db)
    if place == .any || days.places.contains(place) { return (days, place) }
    return (try self.days(offering, moment, in: db), .any)
  }
  private static func days(
    _ offering: Offering, _ moment: BookingMoment, in db: borrowing TenantReader
  ) throws -> BookingDays {
    try BookingDays.load(
      offering, wanted: moment.query.date, zone: moment.zone, shown: moment.words.zone, now: moment.call.now, in: db)
  }

  /// The page for somebody who came to a practice that takes no online bookings.
  static func closed(_ moment: BookingMoment, in db: borrowing TenantReader) throws -> Reply {
    let status = moment.call.request.method == .post ? 409 : 200
    return .page(try page(moment, taken: nil, isOff: true, in: db), status: status)
  }

  static func limit(_ offering: Offering?, to practitioner: ResourceID?) -> Offering? {
    guard let offering, let practitioner else { return offering }
    let limited = offering.limited(to: practitioner)
    return limited.practitioners.isEmpty ? offering : limited
  }

  private static func title(_ service: Service?, _ days: BookingDays?, _ moment: BookingMoment) -> String {
    guard let service, let days else { return moment.call.text.text("booking.title") }
    return moment.call.text.text(
      "booking.titleOf", ["date": moment.call.formats.date(days.chosen, .long), "service": service.name])
  }

  /// Keeps a time. Taken meanwhile: 409, the same page, with the nearest other times on top. Details that were typed
  /// already come along and are not asked for again.
  static func place(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in
      let moment = try BookingMoment(call, BookingQuery(call.form), db.reader)
      guard let service = moment.query.service, let chosen = call.form["start"].flatMap({ OfferedStart.decode($0) })
      else {
        throw Refusal.badRequest
      }
      let token = Token.make()
      do {
        _ = try Holds.place(
          service, with: moment.query.practitioner, in: chosen.place ?? moment.query.place, at: chosen.start,
          token: token, visitor: call.visitorHash, limitPerHour: settings.holdsPerHour, now: call.now, in: db)
      } catch let refusal as SlotRefusal {
        return try refused(refusal, chosen.start, moment, in: db.reader)
      }
      guard DetailsForm.wasTyped(call.form) else {
        return .redirect("/\(moment.slug)/book/holds/\(token.text)\(zoneQuery(moment))")
      }
      return try DetailsHandlers.page(DetailsForm(call.form), FormErrors(), token, moment, status: 200, in: db.reader)
    }
  }

  private static func zoneQuery(_ moment: BookingMoment) -> String {
    moment.query.zoneName.map { "?" + URLComponent.query([("zone", $0)]) } ?? ""
  }

  /// The page for a time that cannot be had: why, and what can.
  static func refused(
    _ refusal: SlotRefusal, _ start: Instant, _ moment: BookingMoment, in db: borrowing TenantReader
  ) throws -> Reply {
    let time = moment.words.date(start) + ", " + moment.words.time(start)
    let text = moment.call.text
    switch refusal {
    case .closed: return try closed(moment, in: db)
    case .tooManyHolds: throw Refusal.tooManyRequests(retryAfter: 600)
    case .taken, .notOffered, .tooSoon, .tooFarAhead, .insideNotice, .outdated, .limitReached, .takesPart: break
    }
    let offering = try moment.query.service.flatMap { try Offering.find($0, in: db) }
    let limited = limit(offering, to: moment.query.practitioner)?.limited(at: moment.query.place)
    let nearest = try limited.map {
      try BookingDays.nearest(3, to: start, $0, zone: moment.zone, now: moment.call.now, in: db)
    }
    let key =
      switch refusal {
      case .tooSoon: "booking.tooSoon"
      case .tooFarAhead: "booking.tooFarAhead"
      case .notOffered: "booking.notOffered"
      case .closed, .taken, .tooManyHolds, .insideNotice, .outdated, .limitReached, .takesPart: "booking.taken"
      }
    let notice = TakenNotice(
      message: text.text(key, ["time": time]),
      slots: (nearest ?? []).map { SlotButton($0, moment.words, text, saysDay: true) })
    return .page(try page(moment, taken: notice, isOff: false, in: db), status: 409)
  }
}
