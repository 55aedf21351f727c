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
    let typed = Typed([Typed.Field(anyway(before.id), reason, nil)])
    do {
      guard !isLong else { throw Requests.BusyElsewhere() }
      return try answer(call, "approval", typed, db) { db in
        try Requests.approve(before, version: version, reason: reason, now: call.now, in: db)
      }
    } catch is Requests.BusyElsewhere {
      let message = call.text.text(isLong ? "calendar.form.tooLong" : "calendar.form.reason.missing")
      let typed = Typed([Typed.Field(anyway(before.id), reason, message)])
      return .page(try page(call, notice: nil, typed: typed, in: db.reader), status: 409)
    }
  }

  /// What was typed into the fields of one form, and what is wrong with it.
  private struct Typed {
    struct Field {
      let id: String
      let value: String
      let problem: String?
      init(_ id: String, _ value: String, _ problem: String?) {
        (self.id, self.value, self.problem) = (id, value, problem)
      }
    }
    let fields: [Field]
    init(_ fields: [Field]) { self.fields = fields }

    /// What stands in fields that the page does not have: to be copied.
    func left(_ shown: Set<String>) -> [String] {
      fields.filter { !$0.value.isEmpty && !shown.contains($0.id) }.map(\.value)
    }

    var problems: [FormProblem] {
      fields.compactMap { field in field.problem.map { FormProblem(field: field.id, message: $0) } }
    }
    func field(_ id: String) -> FormField {
      let mine = fields.first { $0.id == id }
      return FormField(id: id, value: mine?.value ?? "", error: mine?.problem)
    }
  }
  private static func anyway(_ id: AppointmentID) -> String { "anyway-\(id)" }
  private static func reason(_ id: AppointmentID) -> String { "reason-\(id)" }
  private static func answer(_ id: AppointmentID) -> String { "answer-\(id)" }

  /// `POST /appointments/{appointment}/decline`
  static func decline(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (before, version) = try asked(call, db.reader)
    let reason = SingleLine.clean(call.form["reason"] ?? "")
    let isLong = reason.utf8.count > AppointmentDraft.reasonBytes
    let words = TypedLines.clean(call.form["answer"] ?? "")
    let typed = Typed([
      Typed.Field(
        self.reason(before.id), reason,
        isLong
          ? call.text.text("calendar.form.tooLong")
          : reason.isEmpty ? call.text.text("calendar.form.reason.missing") : nil),
      Typed.Field(
        self.answer(before.id), words,
        words.unicodeScalars.count > Requests.answerLimit
          ? call.text.text(
            "calendar.requests.answerTooLong",
            ["limit": "\(Requests.answerLimit)", "count": "\(words.unicodeScalars.count)"]) : nil),
    ])
    guard typed.problems.isEmpty else {
      return .page(try page(call, notice: nil, typed: typed, in: db.reader), status: 422)
    }
    return try answer(call, "decline", typed, db) { db in
      try Requests.decline(before, version: version, reason: reason, answer: words, now: call.now, in: db)
    }
  }

  private static func asked(_ call: Call, _ db: borrowing TenantReader) throws -> (Appointment, version: Int) {
    guard let before = try Appointments.find(try call.id("appointment"), in: db) else { throw Refusal.notFound }
    guard let version = call.form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
    return (before, version)
  }

  private static func answer(
    _ call: Call, _ done: String, _ typed: Typed, _ db: borrowing TenantConnection,
    _ act: (borrowing TenantConnection) throws -> Void
  ) throws -> Reply {
    do {
      try act(db)
      return .redirect("/calendar/requests?done=\(done)")
    } catch _ as StaffRefusal {
      let notice = call.text.text("calendar.requests.over")
      return .page(try page(call, notice: notice, isProblem: true, typed: typed, in: db.reader), status: 409)
    }
  }

  private static func page(
    _ call: Call, notice: String?, isProblem: Bool = false, typed: Typed = Typed([]), in db: borrowing TenantReader
  ) throws -> CalendarRequestsPage {
    let zone = try Zone(name: db.practice.zoneName)
    let words = AppointmentDrawing(call: call, zone: zone)
    let reach = try PatientReach.of(.readSchedule, now: call.now, in: db)
    let rows = try Requests.open(within: reach, now: call.now, in: db)
    let busy = try Requests.busyElsewhere(nil, now: call.now, in: db)
    let canChange = CalendarHandlers.canChange(db.scope)
    let shown = rows.map {
      row(of: $0, busy[$0.appointment.id] ?? [], typed, words, canChange: canChange && $0.patient != nil)
    }
    return CalendarRequestsPage(
      title: call.text.text("calendar.requests.title"), rows: shown, notice: notice, isProblem: isProblem,
      errors: typed.problems, left: typed.left(Set(shown.flatMap { $0.answers?.fields ?? [] })))
  }

  private static func row(
    of request: Requests.Row, _ busy: [TimeSpan], _ typed: Typed, _ words: AppointmentDrawing, canChange: Bool
  ) -> RequestRow {
    let (appointment, text) = (request.appointment, words.call.text)
    let conflicts = ConflictWords(call: words.call, zone: words.zone)
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
          reason: typed.field(reason(appointment.id)), answer: typed.field(answer(appointment.id)),
          answerHint: text.text(
            request.signsIn ? "calendar.requests.answerHint" : "calendar.requests.answerReachesNobody",
            ["limit": "\(Requests.answerLimit)"]),
          anyway: busy.isEmpty ? nil : typed.field(anyway(appointment.id))) : nil)
  }
}
