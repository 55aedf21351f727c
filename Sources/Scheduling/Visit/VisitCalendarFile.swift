import Core
import Database
import Routing
import Templates
import Web

/// `…/calendar`: the appointment as a file that calendars read. Downloaded again after a change it updates the entry.
enum VisitCalendarFile {
  static func show(_ settings: SchedulingSettings) -> Route.Read {
    { call, db in
      let visit = try OpenedVisit(call, db)
      let entry = CalendarEntry(
        appointment: visit.appointment.id, sequence: visit.appointment.sequence, start: visit.appointment.span.start,
        end: visit.appointment.span.end, practiceName: db.practice.name,
        place: try Places.address(of: visit.appointment.assignment.location, in: db) ?? "",
        notes: call.text.text("visit.fileNote", ["link": settings.baseURL + visit.path]), organizer: nil, attendee: nil,
        language: call.language, writtenAt: call.now)
      let isOff = !visit.appointment.status.isLive
      return .response(
        Response(
          status: 200,
          headers: [
            ("Content-Type", "text/calendar; charset=utf-8"), ("Cache-Control", "no-store"),
            ("Content-Disposition", ContentDisposition(.attachment, fileName: db.practice.slug + ".ics").header.text),
          ], body: ICalendar.appointment(entry, method: isOff ? .cancel : .publish)))
    }
  }
}
