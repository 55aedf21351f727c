import Core
import Web

/// Which part of the calendar is looked at: what stands in its address. Anything unreadable falls back to today's day.
struct CalendarQuery: Sendable, Equatable {
  enum View: String, Sendable, CaseIterable { case day, week, agenda }
  enum Grouping: String, Sendable, CaseIterable { case practitioner, room }

  let view: View
  let date: LocalDate
  let grouping: Grouping
  /// Only this practitioner, room or device.
  let who: ResourceID?
  let hidesCancelled: Bool
  /// Only appointments of this service.
  let service: ServiceID?
  /// Only appointments in this state.
  let status: AppointmentStatus?
  /// Only appointments there.
  let place: WantedPlace
  /// The appointment whose panel stands open.
  let appointment: AppointmentID?

  init(
    view: View, date: LocalDate, grouping: Grouping = .practitioner, who: ResourceID? = nil,
    hidesCancelled: Bool = false, service: ServiceID? = nil, status: AppointmentStatus? = nil,
    place: WantedPlace = .any, appointment: AppointmentID? = nil
  ) {
    self.view = view
    self.date = date
    self.grouping = grouping
    self.who = who
    self.hidesCancelled = hidesCancelled
    self.service = service
    self.status = status
    self.place = place
    self.appointment = appointment
  }

  init(_ fields: Form, today: LocalDate) {
    let date = fields["date"].flatMap { LocalDate(text: $0) }
    self.init(
      view: fields["view"].flatMap { View(rawValue: $0) } ?? .day,
      // Zone rules are known far ahead, but not for ever.
      date: date.flatMap { (1970...2200).contains($0.year) ? $0 : nil } ?? today,
      grouping: fields["by"].flatMap { Grouping(rawValue: $0) } ?? .practitioner,
      who: fields["who"].flatMap { ResourceID(text: $0) }, hidesCancelled: fields["cancelled"] == "0",
      service: fields["what"].flatMap { ServiceID(text: $0) },
      status: fields["stage"].flatMap { AppointmentStatus(rawValue: $0) }.flatMap {
        Self.statuses.contains($0) ? $0 : nil
      }, place: fields["where"].map { WantedPlace(code: $0) } ?? .any,
      appointment: fields["a"].flatMap { AppointmentID(text: $0) })
  }

  /// Those that can be asked for, in the order of a visit.
  static let statuses: [AppointmentStatus] = [
    .pending, .booked, .arrived, .checkedIn, .fulfilled, .noshow, .cancelled,
  ]
  var isFiltered: Bool { service != nil || status != nil || place != .any }
  var unfiltered: CalendarQuery { with(service: .some(nil), status: .some(nil), place: .any) }

  /// Whether an appointment is looked at. Who asks for cancelled ones sees them, hidden otherwise or not.
  func shows(_ entry: CalendarAppointment) -> Bool {
    if let service, entry.service != service { return false }
    if !place.accepts(entry.assignment.location) { return false }
    if let status { return entry.status == status }
    return !hidesCancelled || entry.status.standsInCalendar
  }

  /// A session by its service, and by a state when somebody in it has that.
  func shows(_ named: NamedGroup, _ participants: [CalendarAppointment]) -> Bool {
    let group = named.group
    if let service, group.service != service { return false }
    if !place.accepts(group.assignment.location) { return false }
    let isCancelled = group.status == .cancelled
    if let status {
      return status == .cancelled && isCancelled
        || participants.contains { $0.group == group.id && $0.status == status }
    }
    return !hidesCancelled || !isCancelled
  }

  /// The local dates that are shown.
  func dates(weekStartsOn weekday: Int) -> [LocalDate] {
    switch view {
    case .day: [date]
    case .week: (0..<7).map { date.startOfWeek(from: weekday).adding(days: $0) }
    case .agenda: (0..<7).map { date.adding(days: $0) }
    }
  }

  func with(
    view: View? = nil, date: LocalDate? = nil, grouping: Grouping? = nil, who: ResourceID?? = nil,
    hidesCancelled: Bool? = nil, service: ServiceID?? = nil, status: AppointmentStatus?? = nil,
    place: WantedPlace? = nil, appointment: AppointmentID? = nil
  ) -> CalendarQuery {
    CalendarQuery(
      view: view ?? self.view, date: date ?? self.date, grouping: grouping ?? self.grouping, who: who ?? self.who,
      hidesCancelled: hidesCancelled ?? self.hidesCancelled, service: service ?? self.service,
      status: status ?? self.status, place: place ?? self.place, appointment: appointment)
  }

  /// Names and values, the date last; ids only, never anything about a person.
  var pairs: [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = [("view", view.rawValue), ("date", date.description)]
    if grouping != .practitioner { pairs.append(("by", grouping.rawValue)) }
    if let who { pairs.append(("who", who.description)) }
    if hidesCancelled { pairs.append(("cancelled", "0")) }
    if let service { pairs.append(("what", service.description)) }
    if let status { pairs.append(("stage", status.rawValue)) }
    if let code = place.code { pairs.append(("where", code)) }
    if let appointment { pairs.append(("a", appointment.description)) }
    return pairs
  }
  var href: String { "/calendar?" + URLComponent.query(pairs) }
}
