import Core
import Database
import Routing
import Templates
import Web

enum RequestHandlers {
  /// `GET /calendar/requests`
  static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let key: String? =
      switch call.query["done"] {
      case "approval": "calendar.requests.approved"
      case "decline": "calendar.requests.declined"
      default: nil
      }
    return .page(try page(call, notice: key.map { call.text.text($0) }, in: db))
  }

  /// `POST /appointments/{appointment}/approval`
  static func approve(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (before, version) = try asked(call, db.reader)
    let reason = SingleLine.clean(call.form["reason"] ?? "")
    let isLong = reason.utf8.count > AppointmentDraft.reasonBytes
    do {
      guard !isLong else { throw Requests.BusyElsewhere() }
      return try answer(call, "approval", db) { db in
        try Requests.approve(before, version: version, reason: reason, now: call.now, in: db)
      }
    } catch is Requests.BusyElsewhere {
      let message = call.text.text(isLong ? "calendar.form.tooLong" : "calendar.form.reason.missing")
      let wrong = Wrong(field: anyway(before.id), value: reason, message: message)
      return .page(try page(call, notice: nil, wrong: wrong, in: db.reader), status: 409)
    }
  }

  /// What was typed into one field, and what is wrong with it.
  private struct Wrong {
    let field: String
    let value: String
    let message: String
  }
  private static func anyway(_ id: AppointmentID) -> String { "anyway-\(id)" }
  private static func reason(_ id: AppointmentID) -> String { "reason-\(id)" }

  /// `POST /appointments/{appointment}/decline`
  static func decline(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (before, version) = try asked(call, db.reader)
    let reason = SingleLine.clean(call.form["reason"] ?? "")
    let isLong = reason.utf8.count > AppointmentDraft.reasonBytes
    guard !reason.isEmpty, !isLong else {
      let message = call.text.text(isLong ? "calendar.form.tooLong" : "calendar.form.reason.missing")
      let wrong = Wrong(field: self.reason(before.id), value: reason, message: message)
      return .page(try page(call, notice: nil, wrong: wrong, in: db.reader), status: 422)
    }
    return try answer(call, "decline", db) { db in
      try Requests.decline(before, version: version, reason: reason, now: call.now, in: db)
    }
  }

  private static func asked(_ call: Call, _ db: borrowing TenantReader) throws -> (Appointment, version: Int) {
    guard let before = try Appointments.find(try call.id("appointment"), in: db) else { throw Refusal.notFound }
    guard let version = call.form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
    return (before, version)
  }

  private static func answer(
    _ call: Call, _ done: String, _ db: borrowing TenantConnection, _ act: (borrowing TenantConnection) throws -> Void
  ) throws -> Reply {
    do {
      try act(db)
      return .redirect("/calendar/requests?done=\(done)")
    } catch _ as StaffRefusal {
      let notice = call.text.text("calendar.requests.over")
      return .page(try page(call, notice: notice, isProblem: true, in: db.reader), status: 409)
    }
  }

  private static func page(
    _ call: Call, notice: String?, isProblem: Bool = false, wrong: Wrong? = nil, in db: borrowing TenantReader
  ) throws -> CalendarRequestsPage {
    let zone = try Zone(name: db.practice.zoneName)
    let words = AppointmentDrawing(call: call, zone: zone)
    let reach = try PatientReach.of(.readSchedule, now: call.now, in: db)
    let rows = try Requests.open(within: reach, now: call.now, in: db)
    let busy = try Requests.busyElsewhere(nil, now: call.now, in: db)
    let canChange = CalendarHandlers.canChange(db.scope)
    return CalendarRequestsPage(
      title: call.text.text("calendar.requests.title"),
      rows: rows.map {
        row(of: $0, busy[$0.appointment.id] ?? [], wrong, words, canChange: canChange && $0.patient != nil)
      }, notice: notice,
      isProblem: isProblem,
      errors: wrong.map { [FormProblem(field: $0.field, message: $0.message)] } ?? [])
  }

  private static func row(
    of request: Requests.Row, _ busy: [TimeSpan], _ wrong: Wrong?, _ words: AppointmentDrawing, canChange: Bool
  ) -> RequestRow {
    let (appointment, text) = (request.appointment, words.call.text)
    let conflicts = ConflictWords(call: words.call, zone: words.zone)
    let field = { (id: String) in
      let mine = wrong.flatMap { $0.field == id ? $0 : nil }
      return FormField(id: id, value: mine?.value ?? "", error: mine?.message)
    }
    let path = "/appointments/\(appointment.id)"
    let what =
      request.patient == nil
      ? request.practitioner
      : text.text("calendar.requests.what", ["service": request.service, "person": request.practitioner])
    return RequestRow(
      who: request.patient?.full ?? text.text("calendar.outOfReach"), isNamed: request.patient != nil, href: path,
      what: what, when: words.when(appointment.span), asked: words.moment(request.createdAt),
      answerBy: appointment.answerBy.map(words.moment) ?? "",
      busy: busy.map {
        text.text(
          "calendar.conflict.elsewhere", ["resource": request.practitioner, "when": conflicts.range($0)])
      },
      answers: canChange
        ? RequestAnswers(
          approve: path + "/approval", decline: path + "/decline", version: "\(appointment.version)",
          reason: field(reason(appointment.id)), anyway: busy.isEmpty ? nil : field(anyway(appointment.id))) : nil)
  }
}
