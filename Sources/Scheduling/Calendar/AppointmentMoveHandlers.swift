import Core
import Database
import Routing
import Templates
import Web

enum AppointmentMoveHandlers {
  /// `GET /appointments/{appointment}/move`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let record = try AppointmentRecord.find(try call.id("appointment"), in: db) else { throw Refusal.notFound }
    guard record.appointment.status.isMovable, record.appointment.group == nil else { throw Refusal.conflict }
    return .page(try page(record, draft(of: record.appointment, db), FormErrors(), conflict: nil, call.query, call, db))
  }

  /// What the appointment has now, as the form shows it.
  private static func draft(of appointment: Appointment, _ db: borrowing TenantReader) throws -> AppointmentDraft {
    let zone = try Zone(name: db.practice.zoneName)
    let local = zone.local(appointment.span.start)
    return AppointmentDraft([
      "date": local.date.description, "time": local.time.description,
      "offset": "\(zone.offset(at: appointment.span.start))",
      "minutes": "\(appointment.span.end.minutes(since: appointment.span.start))",
      "practitioner": appointment.assignment.practitioner.description,
      "room": appointment.assignment.room?.description ?? "",
      "device": appointment.assignment.device?.description ?? "",
      "version": "\(appointment.version)",
      "at": WantedPlace.exactly(appointment.assignment.location).code ?? "",
    ])
  }

  /// `POST /appointments/{appointment}/time`
  static func move(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let record = try AppointmentRecord.find(try call.id("appointment"), in: db.reader) else {
      throw Refusal.notFound
    }
    let before = record.appointment
    guard let version = call.form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
    var draft = AppointmentDraft(call.form)
    var errors = FormErrors()
    let forms = try AppointmentForms(call, at: before.assignment.location, db.reader)
    guard let offering = try Offering.find(before.service, in: db.reader) else { throw Refusal.notFound }
    let start = draft.start(zone: forms.zone, &errors, formats: call.formats)
    let minutes = Int(draft["minutes"]).flatMap { (5...720).contains($0) && $0 % 5 == 0 ? $0 : nil }
    if minutes == nil { errors.refuse("minutes", "calendar.form.minutes.invalid") }
    let reason = draft.overrideReason(call.form, &errors)
    guard let wish = forms.wish(draft, offering, start: start, minutes: minutes, &errors) else {
      return .page(try page(record, draft, errors, conflict: nil, call.form, call, db.reader), status: 422)
    }
    let local = forms.zone.local(wish.start)
    (draft["date"], draft["time"]) = (local.date.description, local.time.description)
    draft["offset"] = "\(forms.zone.offset(at: wish.start))"
    let agreed = Offering(
      service: offering.service.lasting(wish.minutes, before: before.bufferBefore, after: before.bufferAfter),
      practitioners: offering.practitioners, rooms: offering.rooms, devices: offering.devices,
      wanted: .any)
    if call.form["check"] != nil {
      return try check(wish, agreed, record, draft, errors, forms.zone, call, db.reader)
    }
    do {
      try StaffBookings.move(
        before, version: version, to: wish, overrideReason: reason, tells: NotifyChoice.tells(call.form),
        now: call.now, in: db)
    } catch let refusal as StaffRefusal {
      switch refusal {
      case .conflicts, .notOffered:
        let conflict = try AppointmentNewHandlers.conflict(
          refusal, wish, agreed, apart: before.id, draft, errors, forms.zone, call, db.reader)
        return .page(try page(record, draft, errors, conflict: conflict, call.form, call, db.reader), status: 409)
      case .stale, .notPossible:
        return try AppointmentStalePage.reply(toMove: before.id, wish, refusal, forms, call, db.reader)
      }
    }
    let back = CalendarQuery(call.form.without("date"), today: local.date)
    return .redirect(
      CalendarNews(
        .moved(from: PlaceWish(before)), before.id, version: version + 1, tells: NotifyChoice.tells(call.form)
      )
      .href(back))
  }

  /// What moving there would meet; nothing is moved. The button of the form, and what a drag asks while it hovers.
  private static func check(
    _ wish: PlaceWish, _ offering: Offering, _ record: AppointmentRecord, _ draft: AppointmentDraft,
    _ errors: FormErrors, _ zone: Zone, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    let review = try PlaceReview.of(
      wish, offering.limited(to: wish), zone: zone, now: call.now, apart: record.appointment.id, in: db)
    if review.conflicts.isEmpty {
      return .page(try page(record, draft, errors, conflict: nil, isFree: true, call.form, call, db))
    }
    let conflict = try AppointmentNewHandlers.conflict(
      .conflicts(review.conflicts, canOverride: false), wish, offering,
      apart: record.appointment.id, draft, errors, zone, call, db)
    return .page(try page(record, draft, errors, conflict: conflict, call.form, call, db), status: 409)
  }

  private static func page(
    _ record: AppointmentRecord, _ draft: AppointmentDraft, _ errors: FormErrors, conflict: ConflictView?,
    isFree: Bool = false, _ back: Form, _ call: Call, _ db: borrowing TenantReader
  ) throws -> AppointmentMovePage {
    let appointment = record.appointment
    let forms = try AppointmentForms(call, at: appointment.assignment.location, db)
    let words = AppointmentDrawing(call: call, zone: forms.zone)
    let telling = try Telling.read(appointment.id, sendsMail: call.sendsMail, now: call.now, in: db)
    let home = CalendarQuery(back.without("date"), today: forms.zone.local(appointment.span.start).date)
    return AppointmentMovePage(
      read: record.read, title: call.text.text("calendar.move.title", ["who": record.patient.full]),
      who: record.patient.full,
      what: record.serviceName, now: words.when(appointment.span), action: "/appointments/\(appointment.id)/time",
      backHref: home.with(appointment: appointment.id).href + "#pan", errors: errors.problems(in: call.text),
      conflict: conflict, isFree: isFree,
      time: TimeFields(draft, errors, zone: forms.zone, saysPast: true, call),
      minutes: draft.field("minutes", errors, call),
      practitioner: forms.select("practitioner", .practitioner, draft, errors),
      room: forms.select("room", .room, draft, errors), device: forms.select("device", .device, draft, errors),
      place: try forms.places(draft, errors, call.text.text("calendar.form.placeOfHours"), db),
      notify: NotifyChoice(telling, call.form, call.text),
      hidden: words.hidden(Int(draft["version"]) ?? appointment.version, back: home))
  }
}

extension Form {
  /// The form's `date` is that of the appointment, not of the calendar behind it.
  func without(_ name: String) -> Form { Form(pairs.filter { $0.name != name }) }
}
