import Core
import Database
import Routing
import Templates
import Web

/// The form that changes the rest of a series, and its preview.
struct SeriesMoveDesk {
  let view: SeriesView
  let scope: SeriesScope
  let call: Call
  let part: SeriesPart

  init(_ view: SeriesView, _ scope: String?, _ call: Call) {
    self.view = view
    self.scope = scope.flatMap { SeriesScope(rawValue: $0) } ?? .following
    self.call = call
    part = SeriesPart(self.scope, from: view.anchor, view.occurrences, view.gaps, now: call.now)
  }

  /// The date that the form speaks of: that of the appointment in hand, or of the first that is to come.
  private var date: LocalDate {
    let anchor = view.occurrences.first { $0.appointment.id == view.anchor }
    return anchor.flatMap { $0.isOpen(now: call.now) ? $0.date : nil } ?? part.first
  }
  private var path: String { "/appointments/\(view.anchor)/series" }
  private var title: String {
    scope == .following ? call.text.text("calendar.series.moveFollowing") : call.text.text("calendar.series.moveAll")
  }

  /// What the series has now.
  var draft: AppointmentDraft {
    let pattern = view.series.pattern
    return AppointmentDraft([
      "date": date.description, "time": pattern.time.description, "minutes": "\(pattern.minutes)",
      "practitioner": pattern.practitioner.description, "room": pattern.room.id?.description ?? "",
      "device": pattern.device.id?.description ?? "",
    ])
  }

  func parse(
    _ draft: AppointmentDraft, _ offering: Offering, _ errors: inout FormErrors, _ db: borrowing TenantReader
  ) throws -> SeriesChange? {
    let forms = try AppointmentForms(call, db)
    let local = draft.wallClock(&errors)
    let minutes = Int(draft["minutes"]).flatMap { (5...720).contains($0) && $0 % 5 == 0 ? $0 : nil }
    if minutes == nil { errors.refuse("minutes", "calendar.form.minutes.invalid") }
    let days = local.map { $0.date.days(since: date) }
    if let days, abs(days) > SeriesChange.mostDays { errors.refuse("date", "calendar.series.shift.far") }
    guard let wish = forms.wish(draft, offering, start: call.now, minutes: minutes, &errors), let local, let days else {
      return nil
    }
    let change = SeriesChange(
      scope: scope, days: days, time: local.time, minutes: wish.minutes, practitioner: wish.practitioner,
      room: wish.room, device: wish.device, takesOthersAlong: call.form["others"] == "yes")
    do throws(SeriesChange.Refusal) {
      _ = try part.pattern(change, of: view.series)
    } catch {
      switch error {
      case .monthly: errors.refuse("date", "calendar.series.shift.monthly")
      case .acrossWeeks: errors.refuse("date", "calendar.series.shift.week")
      }
      return nil
    }
    return change
  }

  func form(
    _ draft: AppointmentDraft, _ errors: FormErrors, _ back: Form, _ db: borrowing TenantReader
  ) throws -> SeriesMovePage {
    let forms = try AppointmentForms(call, db)
    let text = call.text
    let open = part.all.filter { $0.isOpen(now: call.now) }
    let others = open.count { !view.series.pattern.places($0.appointment, on: $0.date, zone: view.zone) }
    let telling = try Telling.read(view.anchor, sendsMail: call.sendsMail, now: call.now, in: db)
    return SeriesMovePage(
      read: view.record.read, title: title, facts: view.facts(call),
      summary: text.text("calendar.series.affects", count: open.count), errors: errors.problems(in: text),
      time: TimeFields(
        zone: call.formats.city(of: view.zone) ?? view.zone.name, date: draft.field("date", errors, call),
        time: draft.field("time", errors, call), offset: nil, isPast: false),
      minutes: draft.field("minutes", errors, call),
      practitioner: forms.select("practitioner", .practitioner, draft, errors),
      room: forms.select("room", .room, draft, errors), device: forms.select("device", .device, draft, errors),
      others: others == 0 ? nil : text.text("calendar.series.others", count: others),
      takesOthersAlong: back["others"] == "yes", notify: NotifyChoice(telling, back, text),
      action: path + "/time", backHref: path, hidden: [HiddenField(name: "scope", value: scope.rawValue)])
  }

  func preview(
    _ change: SeriesChange, _ draft: AppointmentDraft, _ offering: Offering, refused: String?,
    _ db: borrowing TenantReader
  ) throws -> SeriesPreviewPage {
    let pattern = try part.pattern(change, of: view.series)
    let plan = try SeriesMovePlan.make(
      change, to: pattern, of: view.series, part.all, offering,
      zone: try Zone(name: db.practice.zoneName), now: call.now, in: db)
    let (text, drawing) = (call.text, SeriesMoveRows(pattern: pattern, zone: view.zone, call: call))
    let total = plan.moving.count + plan.clashes
    let chosen = call.form["clashes"].flatMap { SeriesBookings.Mode(rawValue: $0) }
    let mode = chosen ?? (plan.clashes == 0 ? .all : .free)
    let named = drawing.named(plan)
    let kept = ["date", "time", "minutes", "practitioner", "room", "device"].filter { !draft[$0].isEmpty }
    let choices = ["others", "notify", "notify-asked"].compactMap { name in
      call.form[name].map { HiddenField(name: name, value: $0) }
    }
    return SeriesPreviewPage(
      title: title, refused: refused,
      facts: view.facts(call) + [
        AppointmentFact(
          label: text.text("calendar.series.new.pattern"),
          value: drawing.words(plan, with: offering.practitioners.first { $0.id == pattern.practitioner }?.name))
      ],
      summary: plan.clashes == 0
        ? text.text("calendar.series.allMove", count: total)
        : text.text("calendar.series.someMove", ["free": "\(plan.moving.count)", "total": "\(total)"]),
      rows: drawing.rows(plan, numberedFrom: part.before),
      modes: [
        FormOption(value: "all", label: text.text("calendar.series.mode.moveAll"), isChosen: mode == .all),
        FormOption(value: "free", label: text.text("calendar.series.mode.moveFree"), isChosen: mode == .free),
      ],
      button: plan.moving.isEmpty ? nil : text.text("calendar.series.move"), action: path + "/time",
      backAction: path + "/time",
      hidden: kept.map { HiddenField(name: $0, value: draft[$0]) } + choices + [
        HiddenField(name: "scope", value: scope.rawValue), HiddenField(name: "seen", value: part.mark(now: call.now)),
      ],
      accessEvents: [view.record.read, ConflictWords.read(named)].compactMap { $0 })
  }
}
