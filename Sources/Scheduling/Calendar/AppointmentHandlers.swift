import Core
import Database
import Routing
import Templates
import Web

enum AppointmentHandlers {
  /// `GET /appointments/{appointment}`
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, cancelError: nil, db))
  }

  private static func page(
    _ call: Call, cancelError: String?, _ db: borrowing TenantReader
  ) throws -> AppointmentPage {
    let zone = try Zone(name: db.practice.zoneName)
    let id: AppointmentID = try call.id("appointment")
    guard let record = try AppointmentRecord.find(id, in: db) else { throw Refusal.notFound }
    let day = CalendarQuery(view: .day, date: zone.local(record.appointment.span.start).date)
    guard
      let panel = try panel(
        id, Resources.all(in: db), back: day, isBeside: false, call, db, cancelError: cancelError)
    else { throw Refusal.notFound }
    return AppointmentPage(
      title: record.patient.full, calendarHref: day.with(appointment: id).href + "#pan", panel: panel)
  }

  /// Nil when there is no such appointment in this practice.
  static func panel(
    _ id: AppointmentID, _ resources: [Resource], back: CalendarQuery, isBeside: Bool, _ call: Call,
    _ db: borrowing TenantReader, cancelError: String? = nil
  ) throws -> AppointmentPanel? {
    guard let record = try AppointmentRecord.find(id, in: db),
      try PatientReach.of(.readSchedule, now: call.now, in: db).contains(record.appointment.patient, in: db)
    else { return nil }
    let history = try AppointmentHistory.read(id, of: record.appointment.patient, in: db)
    let messages = try AppointmentMessages.read(id, sendsMail: call.sendsMail, now: call.now, in: db)
    return AppointmentDrawing(call: call, zone: try Zone(name: db.practice.zoneName)).panel(
      record, history, messages, resources, try SeriesPlace.find(id, in: db), back: back,
      canChange: CalendarHandlers.canChange(db.scope), canWrite: db.scope.holds(.writeMessages),
      showsNotes: db.scope.sees(.appointmentNote), isBeside: isBeside, cancelError: cancelError)
  }

  /// `POST /appointments/{appointment}/check-in` and the other acts.
  static func act(_ act: StatusAct) -> Route.Write {
    { call, db in
      guard let before = try Appointments.find(try call.id("appointment"), in: db.reader) else {
        throw Refusal.notFound
      }
      guard let version = call.form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
      let zone = try Zone(name: db.practice.zoneName)
      let reason = SingleLine.clean(call.form["reason"] ?? "")
      // 1000 bytes sealed; the limit of the field in the form is lower.
      guard reason.utf8.count <= 600 else { throw Refusal.badRequest }
      if act == .cancellation, call.form["waive"] == "yes", reason.isEmpty, before.isLateFeeOwed(at: call.now) {
        let error = call.text.text("calendar.cancel.waiveReason")
        return .page(try page(call, cancelError: error, db.reader), status: 422)
      }
      let cancellation = StaffChanges.Cancellation(
        reason: reason, waivesFee: call.form["waive"] == "yes", tells: NotifyChoice.tells(call.form))
      do {
        try StaffChanges.carryOut(act, on: before, version: version, cancellation: cancellation, now: call.now, in: db)
      } catch let refusal as StaffRefusal {
        return try AppointmentStalePage.reply(to: act, before.id, refusal, zone: zone, call, db.reader)
      }
      // From the list of a session's participants back to it.
      if call.form["back"] == "group", let group = before.group {
        return .redirect("\(GroupRoutes.path)/\(group)?done=act")
      }
      let back = CalendarQuery(call.form, today: zone.local(before.span.start).date)
      return .redirect(
        CalendarNews(.act(act), before.id, version: version + 1, tells: NotifyChoice.tells(call.form)).href(back))
    }
  }
}
