import Core
import Web

/// What the address of the booking page says has been chosen. Anything unknown or malformed counts as not chosen:
/// the page then asks for it again.
struct BookingQuery: Sendable, Equatable {
  let service: ServiceID?
  /// Nil with `anyone` unset: not chosen yet.
  let practitioner: ResourceID?
  let date: LocalDate?
  /// Where, when the practice works in more than one place.
  let place: WantedPlace
  /// The zone times are shown in, when it is not that of the place.
  let zoneName: String?

  init(_ form: Form) {
    service = form["service"].flatMap { ServiceID(text: $0) }
    practitioner = form["with"].flatMap { ResourceID(text: $0) }
    place = form["at"].map { WantedPlace(code: $0) } ?? .any
    date = form["date"].flatMap { LocalDate(text: $0) }
    zoneName = form["zone"].flatMap { $0.isEmpty ? nil : $0 }
  }
  private init(
    service: ServiceID?, practitioner: ResourceID?, place: WantedPlace, date: LocalDate?, zoneName: String?
  ) {
    (self.service, self.practitioner, self.place) = (service, practitioner, place)
    (self.date, self.zoneName) = (date, zoneName)
  }

  func choosing(_ service: ServiceID) -> BookingQuery {
    BookingQuery(service: service, practitioner: nil, place: place, date: nil, zoneName: zoneName)
  }
  /// Nil is whoever is free.
  func choosing(practitioner: ResourceID?) -> BookingQuery {
    BookingQuery(service: service, practitioner: practitioner, place: place, date: nil, zoneName: zoneName)
  }
  func choosing(_ place: WantedPlace) -> BookingQuery {
    BookingQuery(service: service, practitioner: practitioner, place: place, date: nil, zoneName: zoneName)
  }
  /// The same with another place, also of the day.
  func staying(at place: WantedPlace) -> BookingQuery {
    BookingQuery(service: service, practitioner: practitioner, place: place, date: date, zoneName: zoneName)
  }
  func choosing(_ date: LocalDate) -> BookingQuery {
    BookingQuery(service: service, practitioner: practitioner, place: place, date: date, zoneName: zoneName)
  }

  /// The same choices as hidden fields, in a fixed order.
  var fields: [(name: String, value: String)] {
    [
      ("service", service?.description), ("with", practitioner?.description), ("at", place.code),
      ("date", date?.description),
      ("zone", zoneName),
    ].compactMap { name, value in value.map { (name, $0) } }
  }
  func href(slug: String) -> String { BookingQuery.address("/\(slug)/book", fields) }
  /// Where another zone is chosen, with everything else kept.
  func zoneHref(slug: String) -> String { BookingQuery.address("/\(slug)/book/zone", fields) }

  static func address(_ path: String, _ fields: [(name: String, value: String)]) -> String {
    fields.isEmpty ? path : path + "?" + URLComponent.query(fields)
  }
}
