import Core
import Database
import Routing
import Templates
import Web

/// One appointment in a warning.
struct BookedRow: TemplateModel {
  let href: String
  let when: String
  let patient: String
  let service: String
  let practitioner: String

  static let fields: [Field<BookedRow>] = [
    .text("href") { $0.href },
    .text("when") { $0.when },
    .text("patient") { $0.patient },
    .text("service") { $0.service },
    .text("practitioner") { $0.practitioner },
  ]
  static let example = BookedRow(
    href: "/calendar?date=2026-03-12", when: "Thu 12 March, 10:00–10:50", patient: "Erika Mustermann", service: "Talk",
    practitioner: "Dr Mira Specimen")
}

/// A change that touches appointments: what would be left standing, and a button to do it all the same.
struct BookedWarning: TemplateModel {
  let count: Int
  let rows: [BookedRow]
  /// Rows that name a patient.
  let named: Int

  /// What the trail says of showing it.
  var read: AuditEvent {
    AuditEvent("appointments.list", "scheduling_appointment", nil, fields: ["rows=\(named)"])
  }

  /// When each is, by the clock of where it is. Nil when no appointment is touched.
  init?(_ booked: [BookedAppointment], _ places: PlaceNames, _ call: Call) {
    guard !booked.isEmpty else { return nil }
    count = booked.count
    named = booked.prefix(BookedAppointments.shown).count {
      if case .appointment = $0.what { true } else { false }
    }
    rows = booked.prefix(BookedAppointments.shown).map { appointment in
      let clock = places.clock(appointment.location)
      let (start, end) = (clock.local(appointment.span.start), clock.local(appointment.span.end))
      let day = places.zone.local(appointment.span.start).date
      let (href, who) =
        switch appointment.what {
        case .appointment(let id, let patient): ("/calendar?view=day&date=\(day)&a=\(id)", patient)
        case .session(let group): ("\(GroupRoutes.path)/\(group.id)", GroupDrawing.taken(group, call.text))
        }
      return BookedRow(
        href: href,
        when: call.formats.date(start.date, .short) + ", " + call.formats.timeRange(start.time, end.time)
          + (places.areSeveral ? ", " + places.name(appointment.location) : ""),
        patient: who, service: appointment.service, practitioner: appointment.practitioner)
    }
  }
  private init(count: Int, rows: [BookedRow]) {
    self.count = count
    self.rows = rows
    named = rows.count
  }
  static let example = BookedWarning(count: 60, rows: [.example])

  static let fields: [Field<BookedWarning>] = [
    .number("bookedCount") { $0.count },
    .list("booked") { $0.rows },
    .number("unshown") { $0.count - $0.rows.count },
  ]

  /// Whether the person has seen a warning about as many appointments as there are.
  static func isConfirmed(_ booked: [BookedAppointment], _ call: Call) -> Bool {
    booked.isEmpty || call.form["confirmed"] == String(booked.count)
  }
}
