import Core
import Database
import Routing
import Templates

enum SheetHandlers {
  /// `GET /calendar/sheet`: the day of the calendar's address, with its filters.
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let today = try Zone(name: db.practice.zoneName).local(call.now).date
    let query = CalendarQuery(call.query, today: today).with(view: .day)
    let contents = try CalendarContents.read(query, offersFreeTime: false, now: call.now, in: db)
    return .page(CalendarDrawing(query: query, contents: contents, call: call, canChange: false).sheet())
  }
}

extension CalendarDrawing {
  func sheet() -> CalendarSheetPage {
    let owners = sheetOwners
    let day = call.formats.date(query.date, .long)
    let shown = Set(owners.flatMap { booked($0) }.filter { $0.patient != nil }.map(\.id))
    return CalendarSheetPage(
      title: call.text.text("calendar.sheet.title", ["day": day]), day: day, date: query.date.description,
      asOf: call.text.text(
        "calendar.sheet.asOf",
        ["date": call.formats.date(today, .medium), "time": call.formats.time(zone.local(call.now).time)]),
      calendarHref: query.href, filterNote: filterNote(owners.count == 1 ? owners[0] : nil), lists: owners.map(list),
      named: shown.count)
  }

  /// As the day's columns; who is not at work and has nothing is left out.
  private var sheetOwners: [Resource] {
    columnOwners.filter {
      query.who != nil || !booked($0).isEmpty || !groups(of: $0).isEmpty
        || !contents.hours.spans(of: $0.id, on: query.date).isEmpty
    }
  }

  /// On paper everybody stands in the list, participants of groups too.
  private func booked(_ owner: Resource) -> [CalendarAppointment] { entries(of: owner) + participants(of: owner) }

  private func list(_ owner: Resource) -> SheetList {
    // A session stands above its participants, who begin when it does.
    let rows =
      groups(of: owner).map { ($0.group.span.start, group($0, in: owner)) }
      + booked(owner).map { ($0.span.start, row($0, in: owner)) } + others(of: owner)
    let open = contents.hours.spans(of: owner.id, on: query.date).filter { $0.closes.minutes - $0.opens.minutes < 1440 }
    let reason = contents.hours.reason(for: owner.id, on: query.date)
    let hours =
      open.isEmpty ? nil : call.formats.list(open.map { call.formats.timeRange($0.opens, $0.closes) })
    let isOff = contents.hours.spans(of: owner.id, on: query.date).isEmpty
    let parts = [
      owner.title.isEmpty ? nil : owner.title, isOff ? call.text.text("calendar.off.allDay") : hours,
      reason.isEmpty ? nil : reason, count(booked(owner)),
    ]
    return SheetList(
      id: "s-\(owner.id)", name: owner.name, note: parts.compactMap { $0 }.joined(separator: " · "),
      rows: rows.sorted { $0.0 < $1.0 }.map(\.1))
  }

  private func row(_ entry: CalendarAppointment, in owner: Resource) -> SheetRow {
    let block = appointment(entry, minutes: 60, alsoWith: nil)
    return SheetRow(
      time: block.time, who: block.who, what: block.what,
      place: place(of: entry.assignment, isVideo: entry.isVideo, in: owner), state: block.sentence, isOff: false)
  }

  private func group(_ named: NamedGroup, in owner: Resource) -> SheetRow {
    let block = group(named, minutes: 60)
    return off(
      block.time, [named.name, block.sentence].joined(separator: ", "),
      place: place(of: named.group.assignment, isVideo: named.isVideo, in: owner))
  }

  /// What else it takes than the list's owner, and where it is in a practice with several places.
  private func place(of assignment: Availability.Assignment, isVideo: Bool, in owner: Resource) -> String {
    let others = assignment.resources.subtracting([owner.id])
    let things = call.formats.list(contents.resources.filter { others.contains($0.id) }.map(\.name))
    // What is not where its practitioner usually is says so beside the service already.
    let isSaid = isVideo || !contents.places.areSeveral || contents.place(of: assignment) != nil
    return [things, isSaid ? "" : contents.places.name(assignment.location)].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// Places that are being booked, and what is busy elsewhere.
  private func others(of owner: Resource) -> [(Instant, SheetRow)] {
    let text = call.text
    let day = DrawnDay(query.date, zone: zone)
    let holds = contents.holds.filter { $0.resource == owner.id }.map { hold in
      let until = call.formats.time(zone.local(hold.expiresAt).time)
      return (hold.span.start, off(time(hold.span), text.text("calendar.sheet.held", ["until": until])))
    }
    let busy = BusyClaims.merged(contents.busy.filter { $0.resource == owner.id }.map(\.span)).map { span in
      let part = TimeSpan(start: max(span.start, day.span.start), end: min(span.end, day.span.end))
      return (part.start, off(time(part), text.text("calendar.sheet.elsewhere")))
    }
    return holds + busy
  }
  private func off(_ time: String, _ words: String, place: String = "") -> SheetRow {
    SheetRow(time: time, who: words, what: "", place: place, state: "", isOff: true)
  }
}
