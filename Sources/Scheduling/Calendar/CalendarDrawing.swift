import Core
import Routing
import Templates
import Web

/// Turns what was read into columns, blocks and lists, in the reader's language.
struct CalendarDrawing {
  let query: CalendarQuery
  let contents: CalendarContents
  let call: Call
  let canChange: Bool
  let zone: Zone
  let today: LocalDate
  let nowMinutes: Int
  /// Whether a time that is shown might come twice.
  private let clocksChange: Bool

  init(query: CalendarQuery, contents: CalendarContents, call: Call, canChange: Bool) {
    (self.query, self.contents, self.call, self.canChange) = (query, contents, call, canChange)
    zone = contents.zone
    let now = contents.zone.local(call.now)
    (today, nowMinutes) = (now.date, now.time.minutes)
    // An appointment may begin on the day before.
    let (first, last) = (contents.dates[0], contents.dates[contents.dates.count - 1])
    clocksChange = !zone.transitions(
      from: zone.startOfDay(first.adding(days: -2)), through: zone.startOfDay(last.adding(days: 3))
    ).isEmpty
  }

  // MARK: Words

  func time(_ span: TimeSpan) -> String {
    let (start, end) = (zone.local(span.start).time, zone.local(span.end).time)
    return call.formats.timeRange(start, end) + offset(span.start)
  }
  /// In an hour that comes twice, which of the two is meant; empty otherwise.
  func offset(_ instant: Instant) -> String {
    guard clocksChange, zone.instants(of: zone.local(instant)).count > 1 else { return "" }
    return " (" + zone.offsetText(at: instant, .short) + ")"
  }
  func word(_ reason: OffHours.Reason) -> String {
    let (text, formats) = (call.text, call.formats)
    return switch reason {
    case .startsAt(let time): text.text("calendar.off.starts", ["time": formats.time(time)])
    case .endsAt(let time): text.text("calendar.off.ends", ["time": formats.time(time)])
    case .pause: text.text("calendar.off.pause")
    case .allDay: text.text("calendar.off.allDay")
    case .leftOut: text.text("calendar.off.leftOut")
    }
  }
  /// Says when clocks change on a date.
  func clockNote(_ date: LocalDate) -> String? {
    let notes = ClockChange.all(on: date, zone: zone).map { change in
      let times = ["from": call.formats.time(change.from), "to": call.formats.time(change.to)]
      return change.kind == .leftOut
        ? call.text.text("calendar.clock.leftOut", times) : call.text.text("calendar.clock.twice", times)
    }
    return notes.isEmpty ? nil : notes.joined(separator: " ")
  }

  // MARK: Blocks

  func appointment(_ entry: CalendarAppointment, minutes: Int, alsoWith: Resource?) -> AppointmentBlock {
    let text = call.text
    let status = StatusLook(entry.status, isLate: entry.isLateCancellation, text: text)
    let payment = StatusLook(entry.payment, text: text)
    let parts = [
      status.word, payment?.word, entry.isVideo ? text.text("calendar.mark.video") : nil,
      entry.lane > 0 ? text.text("calendar.mark.onTop") : nil, entry.hasNote ? text.text("calendar.mark.note") : nil,
    ]
    let what = [
      entry.patient == nil ? nil : entry.serviceName, alsoWith?.name,
      entry.isVideo ? nil : contents.place(of: entry.assignment),
    ].compactMap { $0 }
    return AppointmentBlock(
      id: entry.id.description, who: who(entry), what: what.joined(separator: ", "), time: time(entry.span),
      iso: zone.local(entry.span.start).description, sentence: parts.compactMap { $0 }.joined(separator: ", "),
      status: status, payment: payment.map { StatusBadge(look: $0) }, isShort: minutes < 35,
      isCurrent: entry.id == query.appointment, isOverbooked: entry.lane > 0, isVideo: entry.isVideo,
      hasNote: entry.hasNote, isMovable: canChange && entry.status.isMovable)
  }

  /// Of whom the reader does not reach, that there is somebody.
  func who(_ entry: CalendarAppointment) -> String {
    entry.patient?.full ?? call.text.text("calendar.outOfReach")
  }

  func group(_ named: NamedGroup, minutes: Int) -> GroupBlock {
    let (group, text) = (named.group, call.text)
    let isOff = group.status == .cancelled
    let state = isOff ? text.text("calendar.status.cancelled") : GroupDrawing.taken(group, text)
    return GroupBlock(
      href: "\(GroupRoutes.path)/\(group.id)", name: named.name, count: "\(group.taken)/\(group.places)",
      time: time(group.span), iso: zone.local(group.span.start).description,
      sentence: [state, named.isVideo ? text.text("calendar.mark.video") : contents.place(of: group.assignment)]
        .compactMap { $0 }.joined(separator: ", "),
      style: isOff ? "st-cancelled" : "st-booked", isShort: minutes < 35, isVideo: named.isVideo)
  }

  private func hold(_ hold: CalendarHold) -> HoldBlock {
    HoldBlock(time: time(hold.span), until: call.formats.time(zone.local(hold.expiresAt).time))
  }

  /// Everything of one column: what stands on its resource that day, off hours, free stretches, the line of now.
  /// - Parameter owner: nil where a column is not one resource's: the week of everybody, appointments without a room.
  func blocks(
    _ entries: [CalendarAppointment], _ groups: [NamedGroup], _ holds: [CalendarHold], on date: LocalDate,
    owner: Resource?, hours: DayHours, namesPractitioner: Bool, showsGaps: Bool
  ) -> [CalendarBlock] {
    let day = DrawnDay(date, zone: zone)
    let drawnEntries = entries.compactMap { entry in DrawnSpan(entry.span, on: day).map { (entry, $0) } }
    let drawnHolds = holds.compactMap { hold in DrawnSpan(hold.span, on: day).map { (hold, $0) } }
    let drawnGroups = groups.compactMap { named in DrawnSpan(named.group.span, on: day).map { (named, $0) } }
    let places = Lanes.arrange(drawnEntries.map(\.1) + drawnHolds.map(\.1) + drawnGroups.map(\.1))
    var blocks: [CalendarBlock] = zip(drawnEntries, places).map { drawn, place in
      let also = namesPractitioner ? contents.resource(drawn.0.assignment.practitioner) : nil
      return CalendarBlock(
        from: drawn.1.from, place: drawn.1.classes + place.classes,
        .appointment(appointment(drawn.0, minutes: drawn.1.minutes, alsoWith: also)))
    }
    blocks += zip(drawnHolds, places.dropFirst(drawnEntries.count)).map { drawn, place in
      CalendarBlock(from: drawn.1.from, place: drawn.1.classes + place.classes, .hold(hold(drawn.0)))
    }
    blocks += zip(drawnGroups, places.dropFirst(drawnEntries.count + drawnHolds.count)).map { drawn, place in
      CalendarBlock(
        from: drawn.1.from, place: drawn.1.classes + place.classes, .group(group(drawn.0, minutes: drawn.1.minutes)))
    }
    if let owner { blocks += offBlocks(owner, on: date, hours: hours) + busyBlocks(owner, on: day, hours: hours) }
    if let owner, showsGaps {
      blocks += gapBlocks(owner, on: date)
    }
    if date == today, (hours.from * 60..<hours.to * 60).contains(nowMinutes) {
      let label = call.text.text("calendar.now", ["time": call.formats.time(zone.local(call.now).time)])
      blocks.append(CalendarBlock(from: nowMinutes, place: nowPlace, .now(label)))
    }
    // Stable: what begins at the same time keeps its order.
    return blocks.sorted { $0.from < $1.from }
  }

  /// To five minutes, as the style sheet draws it.
  var nowPlace: String {
    let minutes = nowMinutes / 5 * 5
    return "h-\(minutes / 60)" + (minutes % 60 == 0 ? "" : " m-\(minutes % 60)")
  }

  private func offBlocks(_ owner: Resource, on date: LocalDate, hours: DayHours) -> [CalendarBlock] {
    OffHours.all(of: owner.id, on: date, hours: contents.hours, drawn: hours, zone: zone).map { off in
      let words =
        off.reason == .allDay && !off.note.isEmpty
        ? off.note : word(off.reason) + (off.note.isEmpty ? "" : ", " + off.note)
      return CalendarBlock(from: off.span.from, place: off.span.classes, .off(words))
    }
  }

  /// Drawn as time off: nothing can be done with it, and what is booked over it stands on top.
  private func busyBlocks(_ owner: Resource, on day: DrawnDay, hours: DayHours) -> [CalendarBlock] {
    BusyClaims.merged(contents.busy.filter { $0.resource == owner.id }.map(\.span)).compactMap { busy in
      guard let whole = DrawnSpan(busy, on: day), whole.overlaps(hours.span) else { return nil }
      let part = TimeSpan(start: max(busy.start, day.span.start), end: min(busy.end, day.span.end))
      let drawn = DrawnSpan(from: max(whole.from, hours.span.from), to: min(whole.to, hours.span.to))
      let isAllDay = whole.from == 0 && whole.to == 1440
      let words =
        isAllDay
        ? call.text.text("calendar.busyElsewhereAllDay")
        : call.text.text("calendar.busyElsewhere", ["time": time(part)])
      return CalendarBlock(from: drawn.from, place: drawn.classes, .off(words))
    }
  }

  private func gapBlocks(_ owner: Resource, on date: LocalDate) -> [CalendarBlock] {
    guard let freeTime = contents.freeTime, owner.kind == .practitioner, owner.isActive else { return [] }
    let open = contents.hours.spans(of: owner.id, on: date)
    // Free all day and night says nothing: somebody without hours is not offered in stretches.
    guard open.first.map({ $0.closes.minutes - $0.opens.minutes < 1440 }) ?? false else { return [] }
    let day = DrawnDay(date, zone: zone)
    return freeTime.spans(of: owner.id, on: date, at: query.place, notBefore: call.now).compactMap { span in
      guard let drawn = DrawnSpan(span, on: day) else { return nil }
      return CalendarBlock(
        from: drawn.from, place: drawn.classes,
        .gap(GapBlock(href: newHref(date, zone.local(span.start).time, owner), time: time(span))))
    }
  }

  func newHref(_ date: LocalDate, _ time: LocalTime?, _ owner: Resource?) -> String {
    var pairs: [(name: String, value: String)] = [("start", "\(date)" + (time.map { "T\($0)" } ?? ""))]
    if let owner {
      switch owner.kind {
      case .practitioner: pairs.append(("with", owner.id.description))
      case .room: pairs.append(("room", owner.id.description))
      case .device: pairs.append(("device", owner.id.description))
      }
    }
    // A room stands where it stands.
    if let code = query.place.code, owner.map({ $0.kind == .practitioner }) ?? true { pairs.append(("at", code)) }
    return "/appointments/new?" + URLComponent.query(pairs)
  }
}
