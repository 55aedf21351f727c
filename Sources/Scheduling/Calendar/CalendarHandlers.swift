import Core
import Database
import Routing
import Templates
import Web

enum CalendarHandlers {
  /// `GET /calendar`
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (query, contents) = try read(call, db)
    let drawing = CalendarDrawing(query: query, contents: contents, call: call, canChange: canChange(db.scope))
    let panel = try query.appointment.flatMap { id in
      try AppointmentHandlers.panel(id, contents.resources, back: query.with(), isBeside: true, call, db)
    }
    return .page(
      drawing.page(panel: panel, telling: try telling(call, db), failures: try failures(call, db)))
  }

  /// Whether the patient of what was just done will be told; nil when nothing was.
  private static func telling(_ call: Call, _ db: borrowing TenantReader) throws -> Telling? {
    guard let news = CalendarNews(call.query), news.tells else { return nil }
    return try Telling.read(news.appointment, sendsMail: call.sendsMail, now: call.now, in: db)
  }

  private static func failures(_ call: Call, _ db: borrowing TenantReader) throws -> String? {
    let count = try AppointmentMessages.failures(call, in: db)
    return count == 0 ? nil : call.text.text("calendar.failures", count: count)
  }

  /// `GET /dev/calendar-rows`, in development alone: what `show` reads, not drawn. bin/bench compares the two.
  static func rows(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (_, contents) = try read(call, db)
    return .response(.text("\(contents.entries.count)"))
  }

  private static func read(
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> (query: CalendarQuery, contents: CalendarContents) {
    let today = try Zone(name: db.practice.zoneName).local(call.now).date
    let query = CalendarQuery(call.query, today: today)
    let offersFreeTime = canChange(db.scope) && query.view == .day && query.date >= today
    return (query, try CalendarContents.read(query, offersFreeTime: offersFreeTime, now: call.now, in: db))
  }

  static func canChange(_ scope: TenantScope) -> Bool {
    scope.holds(.changeSchedule)
  }

  /// `GET /calendar/version`: 304 while nothing changed. Numbers only.
  static func version(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let zone = try Zone(name: db.practice.zoneName)
    let query = CalendarQuery(call.query, today: zone.local(call.now).date)
    let version = try CalendarVersion.read(
      showing: query.dates(weekStartsOn: db.practice.weekStartsOn), zone: zone, now: call.now, in: db)
    let tag = "\"\(version)\""
    let headers = [("ETag", tag), ("Cache-Control", "private, no-cache")]
    if call.request.headers["if-none-match"] == tag {
      return .response(Response(status: 304, headers: headers))
    }
    return .response(
      Response(
        status: 200, headers: headers + [("Content-Type", "text/plain; charset=utf-8")], body: Array(version.utf8)))
  }
}

extension CalendarDrawing {
  func page(panel: AppointmentPanel?, telling: Telling?, failures: String?) -> CalendarPage {
    let (dates, formats) = (contents.dates, call.formats)
    let step = query.view == .day ? 1 : 7
    let (earlier, later) = (query.date.adding(days: -step), query.date.adding(days: step))
    let title =
      query.view == .day ? formats.date(query.date, .long) : formats.dateRange(dates[0], dates[dates.count - 1])
    let owner = contents.resource(query.who)
    let shown = contents.entries.count { entry in owner.map { entry.assignment.resources.contains($0.id) } ?? true }
    let notes = query.view == .agenda ? [] : dates.compactMap(clockNote)
    return CalendarPage(
      title: title, view: query.view, zone: formats.zoneLabel(zone, at: zone.startOfDay(dates[0]).adding(hours: 12)),
      clockNote: notes.isEmpty ? nil : notes.joined(separator: " "),
      links: CalendarLinks(
        here: query.with().href, day: query.with(view: .day).href, week: query.with(view: .week).href,
        agenda: query.with(view: .agenda).href, earlier: query.with(date: earlier).href,
        later: query.with(date: later).href, today: query.with(date: today).href,
        cancelled: query.with(hidesCancelled: !query.hidesCancelled).href,
        unfiltered: query.unfiltered.href,
        sheet: "/calendar/sheet?" + URLComponent.query(query.with(view: .day).pairs)),
      earlierLabel: label(earlier), laterLabel: label(later), isToday: dates.contains(today),
      date: query.date.description, people: people(), groupings: groupings(), services: services(),
      statuses: statuses(), places: places(), filterNote: filterNote(owner), hidesCancelled: query.hidesCancelled,
      isNarrowed: query.isFiltered || query.hidesCancelled || query.grouping != .practitioner,
      poll: "/calendar/version?" + URLComponent.query(query.with().pairs), version: contents.version,
      newHref: canChange ? newHref(query.date, nil, contents.resource(query.who)) : nil, requests: contents.requests,
      grid: query.view == .day ? dayGrid() : query.view == .week ? weekGrid() : nil,
      agenda: query.view == .agenda ? agenda() : [], panel: panel, shownAppointments: shown,
      toast: toast(telling), failures: failures)
  }

  private func label(_ date: LocalDate) -> String {
    switch query.view {
    case .day: call.formats.date(date, .long)
    case .week: call.text.text("calendar.weekOf", ["date": call.formats.date(date, .medium)])
    case .agenda: call.text.text("calendar.from", ["date": call.formats.date(date, .medium)])
    }
  }

  private func people() -> [FormOption] {
    [FormOption(value: "", label: call.text.text("calendar.everyone"), isChosen: query.who == nil)]
      + contents.resources.filter { $0.isActive || $0.id == query.who }.map {
        FormOption(value: $0.id.description, label: $0.name, isChosen: $0.id == query.who)
      }
  }

  /// Those of the days shown, and the one that is asked for.
  private func services() -> [FormOption] {
    let shown = contents.groups.map { ($0.group.service, $0.name) }
    let named = Dictionary(
      (contents.entries + contents.hidden).map { ($0.service, $0.serviceName) } + shown
    ) { first, _ in first }
    var options = named.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
      FormOption(value: $0.key.description, label: $0.value, isChosen: $0.key == query.service)
    }
    if let asked = query.service, named[asked] == nil {
      let label = call.text.text("calendar.filter.otherService")
      options.append(FormOption(value: asked.description, label: label, isChosen: true))
    }
    let any = call.text.text("calendar.filter.anyService")
    return [FormOption(value: "", label: any, isChosen: query.service == nil)] + options
  }

  private func statuses() -> [FormOption] {
    let any = FormOption(value: "", label: call.text.text("calendar.filter.anyStatus"), isChosen: query.status == nil)
    return [any]
      + CalendarQuery.statuses.map { status in
        FormOption(
          value: status.rawValue, label: StatusLook(status, isLate: false, text: call.text).word,
          isChosen: status == query.status)
      }
  }

  /// None where there is only one, unless one is asked for or something stands in one that was given up.
  private func places() -> [FormOption] {
    let (names, used) = (contents.places, contents.usedPlaces)
    guard names.areSeveral || query.place != .any || used.contains(where: names.isLeft) else { return [] }
    var all = names.all(holding: used)
    if query.place != .any, !all.contains(where: { $0.place == query.place }) {
      all.append((query.place, call.text.text("calendar.filter.otherPlace")))
    }
    return [FormOption(value: "", label: call.text.text("calendar.form.anyPlace"), isChosen: query.place == .any)]
      + all.map { FormOption(value: $0.place.code ?? "", label: $0.name, isChosen: $0.place == query.place) }
  }

  /// Nobody takes a filtered day for an empty one: what is left out is counted.
  func filterNote(_ owner: Resource?) -> String? {
    guard query.isFiltered else { return nil }
    let hidden = contents.hidden.count { entry in owner.map { entry.assignment.includes($0.id) } ?? true }
    return call.text.text("calendar.filter.hidden", count: hidden)
  }

  private func groupings() -> [FormOption] {
    CalendarQuery.Grouping.allCases.map { grouping in
      let label =
        switch grouping {
        case .practitioner: call.text.text("calendar.by.practitioner")
        case .room: call.text.text("calendar.by.room")
        }
      return FormOption(value: grouping.rawValue, label: label, isChosen: grouping == query.grouping)
    }
  }
}
