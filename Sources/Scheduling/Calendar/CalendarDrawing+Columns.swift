import Core
import Routing
import Templates

extension CalendarDrawing {
  /// The resources the day has columns for: those at work, those looked for, and those no longer active that still
  /// have something on the day.
  var columnOwners: [Resource] {
    let kinds: Set<Resource.Kind> = query.grouping == .practitioner ? [.practitioner] : [.room, .device]
    if let who = contents.resource(query.who) { return [who] }
    return contents.resources.filter {
      kinds.contains($0.kind) && ($0.isActive || !entries(of: $0).isEmpty || !groups(of: $0).isEmpty)
    }
  }

  func entries(of owner: Resource) -> [CalendarAppointment] {
    contents.entries.filter { $0.assignment.includes(owner.id) }
  }

  func groups(of owner: Resource?) -> [NamedGroup] {
    guard let owner else { return contents.groups }
    return contents.groups.filter { $0.group.assignment.includes(owner.id) }
  }
  func participants(of owner: Resource?) -> [CalendarAppointment] {
    guard let owner else { return contents.participants }
    return contents.participants.filter { $0.assignment.includes(owner.id) }
  }

  func dayGrid() -> CalendarGrid {
    let date = query.date
    let owners = columnOwners
    let hours = drawnHours(owners, [date], contents.entries)
    var columns = owners.map { owner in
      let entries = entries(of: owner)
      return CalendarColumn(
        id: "c-\(owner.id)", heading: owner.name, note: columnNote(owner, entries + participants(of: owner)),
        initials: initials(owner.name),
        color: owner.color, isToday: false, href: nil,
        newHref: canChange && owner.isActive ? newHref(date, nil, owner) : nil,
        blocks: blocks(
          entries, groups(of: owner), contents.holds.filter { $0.resource == owner.id }, on: date, owner: owner,
          hours: hours,
          namesPractitioner: owner.kind != .practitioner, showsGaps: true))
    }
    let homeless = contents.entries.filter { $0.assignment.room == nil && $0.assignment.device == nil }
    let roomless = contents.groups.filter { $0.group.assignment.room == nil && $0.group.assignment.device == nil }
    if query.grouping == .room, query.who == nil, !homeless.isEmpty || !roomless.isEmpty {
      columns.append(
        CalendarColumn(
          id: "c-none", heading: call.text.text("calendar.column.noRoom"), note: "", initials: "–", color: 6,
          isToday: false, href: nil, newHref: nil,
          blocks: blocks(
            homeless, roomless, [], on: date, owner: nil, hours: hours, namesPractitioner: true, showsGaps: false)))
    }
    return grid(hours, columns, showsNow: date == today)
  }

  func weekGrid() -> CalendarGrid {
    let owner = contents.resource(query.who)
    let shown = owner.map { entries(of: $0) } ?? contents.entries
    let hours = drawnHours(
      owner.map { [$0] } ?? contents.resources.filter { $0.kind == .practitioner && $0.isActive }, contents.dates, shown
    )
    let columns = contents.dates.map { date in
      let day = DrawnDay(date, zone: zone)
      let entries = shown.filter { $0.span.overlaps(day.span) }
      let booked = entries + participants(of: owner).filter { $0.span.overlaps(day.span) }
      return CalendarColumn(
        id: "c-\(date)", heading: call.formats.date(date, .dayOnly), note: count(booked), initials: "", color: 0,
        isToday: date == today, href: query.with(view: .day, date: date).href,
        newHref: canChange ? newHref(date, nil, owner) : nil,
        blocks: blocks(
          entries, groups(of: owner), holds(of: owner), on: date, owner: owner, hours: hours,
          namesPractitioner: owner == nil,
          showsGaps: false))
    }
    return grid(hours, columns, showsNow: contents.dates.contains(today))
  }

  func agenda() -> [AgendaDay] {
    let owner = contents.resource(query.who)
    let shown = owner.map { entries(of: $0) } ?? contents.entries
    return contents.dates.map { date in
      let day = DrawnDay(date, zone: zone)
      let entries = shown.filter { $0.span.overlaps(day.span) }
      let all = blocks(
        entries, groups(of: owner), holds(of: owner), on: date, owner: nil, hours: DayHours([]),
        namesPractitioner: true, showsGaps: false)
      let relative = call.formats.relativeDay(date, today: today).map { ", " + $0 } ?? ""
      return AgendaDay(
        id: "d-\(date)", heading: call.formats.date(date, .long) + relative, isToday: date == today,
        note: clockNote(date), blocks: all.filter { if case .now = $0.content { false } else { true } })
    }
  }

  /// A hold keeps several resources; where all are shown together it is shown once, with its practitioner.
  private func holds(of owner: Resource?) -> [CalendarHold] {
    if let owner { return contents.holds.filter { $0.resource == owner.id } }
    let practitioners = Set(contents.resources.filter { $0.kind == .practitioner }.map(\.id))
    return contents.holds.filter { practitioners.contains($0.resource) }
  }

  private func drawnHours(_ owners: [Resource], _ dates: [LocalDate], _ entries: [CalendarAppointment]) -> DayHours {
    var spans: [DrawnSpan] = []
    for date in dates {
      let day = DrawnDay(date, zone: zone)
      for owner in owners {
        let open = contents.hours.spans(of: owner.id, on: date).filter { $0.closes.minutes - $0.opens.minutes < 1440 }
        spans += open.map { DrawnSpan(from: $0.opens.minutes, to: $0.closes.minutes) }
      }
      spans += entries.compactMap { DrawnSpan($0.span, on: day) }
      spans += contents.holds.compactMap { DrawnSpan($0.span, on: day) }
      spans += contents.groups.compactMap { DrawnSpan($0.group.span, on: day) }
    }
    return DayHours(spans)
  }

  private func grid(_ hours: DayHours, _ columns: [CalendarColumn], showsNow: Bool) -> CalendarGrid {
    let isInside = showsNow && (hours.from * 60..<hours.to * 60).contains(nowMinutes)
    let labels = (hours.from..<hours.to).map { hour in
      CalendarHour(
        label: LocalTime(minutes: hour * 60).map { call.formats.time($0) } ?? "",
        isNear: isInside && abs(hour * 60 - nowMinutes) < 20)
    }
    return CalendarGrid(
      hours: hours, isWeek: query.view == .week, labels: labels,
      clock: isInside ? call.formats.time(zone.local(call.now).time) : nil, clockPlace: nowPlace, columns: columns)
  }

  private func columnNote(_ owner: Resource, _ entries: [CalendarAppointment]) -> String {
    let inactive = owner.isActive ? nil : call.text.text("calendar.column.inactive")
    return [owner.title.isEmpty ? nil : owner.title, inactive, count(entries)].compactMap { $0 }.joined(separator: ", ")
  }
  func count(_ entries: [CalendarAppointment]) -> String {
    call.text.text("calendar.column.booked", count: entries.count { $0.status.isLive })
  }
  private func initials(_ name: String) -> String {
    name.split(separator: " ").suffix(2).map { String($0.prefix(1)) }.joined().uppercased()
  }
}
