import Core
import Database
import Routing
import Templates
import Web

/// Puts sessions into the calendar.
enum GroupNewHandlers {
  static let weeks = 1...52

  /// `GET /calendar/groups/new?start=2026-03-10T14:00&with=…`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let zone = try Zone(name: db.practice.zoneName)
    var draft = AppointmentDraft.prefilled(call.query, today: zone.local(call.now).date)
    let groups = try Services.active(in: db).filter(\.isGroup)
    let chosen = groups.first { $0.id.description == draft["service"] } ?? groups.first
    if let chosen {
      draft["service"] = chosen.id.description
      draft["places"] = String(chosen.places)
    }
    draft["weeks"] = "1"
    return .page(try page(draft, groups, FormErrors(), conflict: nil, call, db))
  }

  /// `POST /calendar/groups`
  static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    var draft = AppointmentDraft(call.form)
    for name in ["places", "weeks"] { draft[name] = call.form[name] ?? "" }
    var errors = FormErrors()
    let forms = try AppointmentForms(call, db.reader)
    let groups = try Services.active(in: db.reader).filter(\.isGroup)
    let start = draft.start(zone: forms.zone, &errors, formats: call.formats)
    guard let (order, offering) = try parse(draft, forms, groups, start: start, &errors, call, db.reader) else {
      return .page(try page(draft, groups, errors, conflict: nil, call, db.reader), status: 422)
    }
    let local = forms.zone.local(order.wish.start)
    (draft["date"], draft["time"]) = (local.date.description, local.time.description)
    do {
      let id = try GroupPlans.plan(order, now: call.now, in: db)
      return .redirect("\(GroupRoutes.path)/\(id)?done=planned")
    } catch let refusal as StaffRefusal {
      let conflict = try AppointmentNewHandlers.conflict(
        refusal, order.wish, offering, apart: nil, draft, errors, forms.zone, call, db.reader)
      return .page(try page(draft, groups, errors, conflict: conflict, call, db.reader), status: 409)
    }
  }

  private static func parse(
    _ draft: AppointmentDraft, _ forms: AppointmentForms, _ groups: [Service], start: Instant?,
    _ errors: inout FormErrors, _ call: Call, _ db: borrowing TenantReader
  ) throws -> (GroupPlans.Order, Offering)? {
    let service = groups.first { $0.id.description == draft["service"] }
    if service == nil { errors.refuse("service", "calendar.form.service.missing") }
    let offering = try service.flatMap { try Offering.find($0.id, in: db) }
    let places = Decimal.parse(draft["places"]).flatMap { GroupSession.sizes.contains($0) ? $0 : nil }
    if places == nil { errors.refuse("places", "calendar.group.places.invalid") }
    let count = Decimal.parse(draft["weeks"]).flatMap { weeks.contains($0) ? $0 : nil }
    if count == nil { errors.refuse("weeks", "calendar.group.weeks.invalid") }
    let wish = forms.wish(draft, offering, start: start, minutes: service?.minutes, &errors)
    var dates: [Instant]?
    if let wish, let count, let offering {
      let clock = count > 1 ? try GroupPlans.clock(of: wish, offering, forms.zone, now: call.now, in: db) : forms.zone
      dates = starts(wish.start, weeks: count, clock, &errors, call)
    }
    guard let key = Hex.decode(draft["key"]), key.count == 16 else { throw Refusal.badRequest }
    guard errors.isEmpty, let service, let offering, let wish, let dates, let places else { return nil }
    let order = GroupPlans.Order(service: service.id, wish: wish, starts: dates, places: places, formKey: key)
    return (order, offering)
  }

  /// The same time in each week by the clock on the wall there. One that the clock leaps over is refused; of one it
  /// shows twice, it is the first, but for the one that was typed.
  private static func starts(
    _ first: Instant, weeks: Int, _ clock: Zone, _ errors: inout FormErrors, _ call: Call
  ) -> [Instant]? {
    let local = clock.local(first)
    var starts = [first]
    for week in 1..<max(2, weeks + 1) where week < weeks {
      let date = local.date.adding(days: 7 * week)
      guard let start = clock.instants(of: LocalDateTime(date, local.time)).first else {
        errors.refuse("weeks", "calendar.group.weeks.leftOut", ["date": call.formats.date(date, .long)])
        return nil
      }
      starts.append(start)
    }
    return starts
  }

  private static func page(
    _ draft: AppointmentDraft, _ groups: [Service], _ errors: FormErrors, conflict: ConflictView?, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> GroupNewPage {
    let forms = try AppointmentForms(call, db)
    return GroupNewPage(
      title: call.text.text("calendar.group.new"), isEmpty: groups.isEmpty, errors: errors.problems(in: call.text),
      conflict: conflict,
      service: SelectField(
        id: "service", error: errors.message(for: "service", in: call.text),
        options: groups.map {
          FormOption(
            value: $0.id.description, label: $0.name + ", " + call.formats.duration(minutes: $0.minutes),
            isChosen: draft["service"] == $0.id.description)
        }),
      time: TimeFields(draft, errors, zone: forms.zone, saysPast: true, call),
      practitioner: forms.select("practitioner", .practitioner, draft, errors),
      room: forms.select("room", .room, draft, errors), device: forms.select("device", .device, draft, errors),
      places: draft.field("places", errors, call), weeks: draft.field("weeks", errors, call), formKey: draft["key"])
  }
}
