import Core
import Database
import Routing
import Templates
import Web

enum AppointmentNewHandlers {
  /// `GET /appointments/new?start=2026-03-10T14:00&with=…`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let zone = try Zone(name: db.practice.zoneName)
    let draft = AppointmentDraft.prefilled(call.query, today: zone.local(call.now).date)
    return .page(try page(draft, FormErrors(), conflict: nil, call, db))
  }

  /// `POST /appointments/draft`: the same form with the patients whose names hold what was typed. Writes nothing; a
  /// POST because a name does not belong into an address.
  static func search(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    .page(try page(AppointmentDraft(call.form), FormErrors(), conflict: nil, call, db.reader))
  }

  /// `POST /appointments/check`: the same form with everything that is in the way of its time. Writes nothing.
  static func check(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let draft = AppointmentDraft(call.form)
    var errors = FormErrors()
    let forms = try AppointmentForms(call, db.reader)
    let question = WhyQuestion.parse(draft, forms, try Services.active(in: db.reader), &errors)
    let why = try question.flatMap { try WhyHandlers.view($0, forms, db.reader) }
    return .page(
      try page(draft, errors, conflict: nil, why: why, call, db.reader), status: errors.isEmpty ? 200 : 422)
  }

  /// `POST /appointments`
  static func create(_ registration: PatientRegistration) -> Route.Write {
    { call, db in
      var draft = AppointmentDraft(call.form)
      var errors = FormErrors()
      let forms = try AppointmentForms(call, db.reader)
      // A series is shown date by date before anything is written.
      if draft.repeats { return try SeriesNewHandlers.preview(draft, forms, call, db.reader) }
      let start = draft.start(zone: forms.zone, &errors, formats: call.formats)
      let parsed = try parse(draft, forms, start: start, &errors, call, db.reader)
      guard let (order, offering) = parsed else {
        return .page(try page(draft, errors, conflict: nil, call, db.reader), status: 422)
      }
      let local = forms.zone.local(order.wish.start)
      (draft["date"], draft["time"]) = (local.date.description, local.time.description)
      do {
        let id = try StaffBookings.book(order, registering: registration, now: call.now, in: db)
        let back = CalendarQuery(view: .day, date: local.date, appointment: id)
        return .redirect(CalendarNews(.booked, id, version: 1, tells: true).href(back) + "#pan")
      } catch let refusal as StaffRefusal {
        let conflict = try conflict(
          refusal, order.wish, offering, apart: nil, draft, errors, forms.zone, call, db.reader)
        return .page(try page(draft, errors, conflict: conflict, call, db.reader), status: 409)
      }
    }
  }

  /// The conflict section of a form, with times that are free.
  static func conflict(
    _ refusal: StaffRefusal, _ wish: PlaceWish, _ offering: Offering, apart: AppointmentID?, _ draft: AppointmentDraft,
    _ errors: FormErrors, _ zone: Zone, _ call: Call, _ db: borrowing TenantReader
  ) throws -> ConflictView {
    let limited = offering.limited(to: wish).lasting(
      wish.minutes, before: offering.service.bufferBefore, after: offering.service.bufferAfter)
    let nearest = try NearestTimes.find(wish, limited, zone: zone, now: call.now, apart: apart, in: db)
    let reason = draft.field("reason", errors, call)
    switch refusal {
    case .conflicts(let conflicts, let canOverride):
      return ConflictView(conflicts, canOverride: canOverride, nearest: nearest, reason: reason, zone: zone, call)
    case .notOffered, .stale, .notPossible:
      return ConflictView(
        conflicts: [call.text.text("calendar.conflict.notOffered")], nearest: [], canOverride: false, reason: reason)
    }
  }

  static func parse(
    _ draft: AppointmentDraft, _ forms: AppointmentForms, start: Instant?, _ errors: inout FormErrors, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> (StaffBookings.Order, Offering)? {
    let person = try PatientFields.parse(draft, &errors, call, db)
    let offering = try ServiceID(text: draft["service"]).flatMap { try Offering.find($0, in: db) }
    if offering?.service.isActive != true || offering?.service.isGroup == true {
      errors.refuse("service", "calendar.form.service.missing")
    }
    let wish = forms.wish(draft, offering, start: start, minutes: offering?.service.minutes, &errors)
    if draft["note"].utf8.count > AppointmentDraft.noteBytes { errors.refuse("note", "calendar.form.tooLong") }
    let reason = draft.overrideReason(call.form, &errors)
    guard let key = Hex.decode(draft["key"]), key.count == 16 else { throw Refusal.badRequest }
    guard errors.isEmpty, let person, let offering, let wish else { return nil }
    let order = StaffBookings.Order(
      who: person.who, service: offering.service.id, wish: wish, note: draft["note"], formKey: key,
      language: person.language, overrideReason: reason)
    return (order, offering)
  }

  static func page(
    _ draft: AppointmentDraft, _ errors: FormErrors, conflict: ConflictView?, why: WhyView? = nil, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> AppointmentNewPage {
    let forms = try AppointmentForms(call, db)
    let all = try Services.active(in: db)
    let services = all.filter { !$0.isGroup }
    return AppointmentNewPage(
      title: call.text.text("calendar.new.title"), errors: errors.problems(in: call.text), conflict: conflict, why: why,
      search: draft.field("search", errors, call), wasSearched: !draft["search"].isEmpty,
      matches: try PatientFields.matches(draft, now: call.now, in: db), given: draft.field("given", errors, call),
      family: draft.field("family", errors, call), email: draft.field("email", errors, call),
      phone: draft.field("phone", errors, call),
      service: SelectField(
        id: "service", error: errors.message(for: "service", in: call.text),
        options: [
          FormOption(value: "", label: call.text.text("calendar.form.choose"), isChosen: draft["service"].isEmpty)
        ]
          + services.map {
            FormOption(
              value: $0.id.description, label: $0.name + ", " + call.formats.duration(minutes: $0.minutes),
              isChosen: draft["service"] == $0.id.description)
          }),
      time: TimeFields(draft, errors, zone: forms.zone, saysPast: true, call),
      practitioner: forms.select("practitioner", .practitioner, draft, errors),
      room: forms.select("room", .room, draft, errors), device: forms.select("device", .device, draft, errors),
      place: try forms.places(draft, errors, call.text.text("calendar.form.placeOfHours"), db),
      note: draft.field("note", errors, call), series: SeriesFields(draft, errors, call),
      formKey: draft["key"], gapHref: try gapHref(draft, call.now, in: db),
      groupHref: services.count < all.count ? groupHref(draft) : nil)
  }

  /// The form for a session, at the same time.
  private static func groupHref(_ draft: AppointmentDraft) -> String {
    let start = draft["date"] + (draft["time"].isEmpty ? "" : "T" + draft["time"])
    let pairs = [("start", start), ("with", draft["practitioner"]), ("room", draft["room"])].filter { !$0.1.isEmpty }
    return GroupRoutes.path + "/new?" + URLComponent.query(pairs)
  }

  private static func gapHref(
    _ draft: AppointmentDraft, _ now: Instant, in db: borrowing TenantReader
  ) throws -> String? {
    guard !draft["time"].isEmpty, !draft["practitioner"].isEmpty,
      try WaitlistRows.counts(now: now, in: db).wishes > 0
    else { return nil }
    let pairs = ["date", "time", "practitioner"].map { ($0, draft[$0]) }
    return WaitlistHandlers.path + "/gap?" + URLComponent.query(pairs)
  }
}
