import Calendars
import Core
import Database
import Routing
import Templates
import Web

enum SeriesNewHandlers {
  /// What `POST /appointments` answers when the appointment repeats: every date with what is in its way. Writes nothing.
  static func preview(
    _ draft: AppointmentDraft, _ forms: AppointmentForms, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    var errors = FormErrors()
    guard let (order, offering) = try parse(draft, nil, forms, &errors, call, db) else {
      return .page(try AppointmentNewHandlers.page(draft, errors, conflict: nil, call, db), status: 422)
    }
    return .page(try page(draft, order, offering, forms.zone, refused: nil, call, db))
  }

  /// `POST /appointments/series`
  static func create(_ registration: PatientRegistration) -> Route.Write {
    { call, db in
      let draft = AppointmentDraft(call.form)
      var errors = FormErrors()
      let forms = try AppointmentForms(call, db.reader)
      guard let rule = call.form["rrule"].flatMap({ RecurrenceRule(text: $0) }) else { throw Refusal.badRequest }
      guard let (order, offering) = try parse(draft, rule, forms, &errors, call, db.reader) else {
        return .page(try AppointmentNewHandlers.page(draft, errors, conflict: nil, call, db.reader), status: 422)
      }
      do {
        let first = try SeriesBookings.book(order, registering: registration, now: call.now, in: db)
        return .redirect("/appointments/\(first)/series?booked=1")
      } catch let refusal as SeriesBookings.Refusal {
        let why =
          switch refusal {
          case .clashes: call.text.text("calendar.series.notBooked")
          case .notOffered: call.text.text("calendar.conflict.notOffered")
          }
        return .page(try page(draft, order, offering, forms.zone, refused: why, call, db.reader), status: 409)
      }
    }
  }

  /// - Parameter given: the rule of the preview; nil to read it from the fields of the form.
  private static func parse(
    _ draft: AppointmentDraft, _ given: RecurrenceRule?, _ forms: AppointmentForms, _ errors: inout FormErrors,
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> (SeriesBookings.Order, Offering)? {
    let local = draft.wallClock(&errors)
    let rule = given ?? local.flatMap { draft.rule(from: $0.date, &errors) }
    let anyStart = local.map { forms.zone.startOfDay($0.date) }
    guard let (single, offering) = try AppointmentNewHandlers.parse(draft, forms, start: anyStart, &errors, call, db),
      let local, let rule
    else { return nil }
    let pattern = SeriesPattern(
      rule: rule, first: local.date, time: local.time, minutes: offering.service.minutes, service: offering.service.id,
      practitioner: single.wish.practitioner, room: single.wish.room, device: single.wish.device,
      clock: nil)
    do throws(SeriesPattern.Refusal) {
      _ = try pattern.dates()
    } catch {
      draft.refuse(error, &errors)
      return nil
    }
    let order = SeriesBookings.Order(
      who: single.who, pattern: pattern, note: single.note, formKey: single.formKey, language: single.language,
      mode: call.form["clashes"].flatMap { SeriesBookings.Mode(rawValue: $0) } ?? .all,
      place: single.wish.place)
    return (order, offering)
  }

  private static func page(
    _ draft: AppointmentDraft, _ order: SeriesBookings.Order, _ offering: Offering, _ zone: Zone, refused: String?,
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> SeriesPreviewPage {
    let pattern = order.pattern
    let plan = try SeriesPlan.make(
      pattern, on: try pattern.dates(), offering.limited(to: order.wish(at: call.now)), zone: zone, now: call.now,
      in: db)
    let who =
      switch order.who {
      case .known(let id):
        try PatientLookup.find(id, within: PatientReach.of(.changeSchedule, now: call.now, in: db), in: db)?.name.full
      case .new(let new): new.name.full
      }
    let kept = (AppointmentDraft.names + AppointmentDraft.repeating + ["key"]).filter { !draft[$0].isEmpty }
    let chosen = call.form["clashes"].flatMap { SeriesBookings.Mode(rawValue: $0) }
    return SeriesPreviewPage(
      plan, who: who ?? "", service: offering.service.name,
      practitioner: offering.practitioners.first { $0.id == pattern.practitioner }?.name ?? "",
      action: "/appointments/series", backAction: "/appointments/draft",
      mode: chosen ?? (plan.clashing.isEmpty ? .all : .free), refused: refused,
      hidden: kept.map { HiddenField(name: $0, value: draft[$0]) }
        + [HiddenField(name: "rrule", value: pattern.rule.text)], zone: plan.pattern.clock ?? zone, call)
  }
}
