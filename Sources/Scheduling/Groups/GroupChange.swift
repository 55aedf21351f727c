import Core

/// What staff make of a session, and when asked of those that follow it: of the others, only what is different for this
/// one.
struct GroupChange: Sendable {
  /// Of the one that the form showed.
  let wish: PlaceWish
  let places: Int
  /// Whether the participants are told when their time or place is another.
  let tells: Bool

  /// What becomes of one of them. Time moves by days and by the clock on the wall there, also over a change of clocks.
  /// - Parameter first: the one that the form showed.
  /// - Returns: nil when the clocks leap over its new time.
  func wish(for session: GroupSession, of first: GroupSession, _ clocks: GroupClocks) -> PlaceWish? {
    guard session.id != first.id else { return wish }
    guard let start = start(for: session, of: first, clocks) else { return nil }
    let isLong = wish.minutes == first.minutes
    return PlaceWish(
      practitioner: wish.practitioner == first.assignment.practitioner
        ? session.assignment.practitioner : wish.practitioner,
      room: choice(wish.room, of: first.assignment.room, own: session.assignment.room),
      device: choice(wish.device, of: first.assignment.device, own: session.assignment.device), start: start,
      minutes: isLong ? session.minutes : wish.minutes)
  }

  /// - Parameter first: the one that the form showed.
  func places(for session: GroupSession, of first: GroupSession) -> Int {
    places == first.places ? session.places : places
  }

  /// Those that are where the first is go along to its new place, and by the clock there. Others keep their own.
  private func start(for session: GroupSession, of first: GroupSession, _ clocks: GroupClocks) -> Instant? {
    let here = clocks.zone(of: session)
    let after = session.assignment.location == first.assignment.location ? clocks.target : here
    guard wish.start != first.span.start || here != after else { return session.span.start }
    let (old, new, own) = (
      here.local(first.span.start), after.local(wish.start), here.local(session.span.start)
    )
    let shift = new.date.days(since: old.date) * 1440 + new.time.minutes - old.time.minutes
    let minutes = own.time.minutes + shift
    let day = (minutes - (minutes % 1440 + 1440) % 1440) / 1440
    return LocalTime(minutes: minutes - day * 1440)
      .flatMap { after.instants(of: LocalDateTime(own.date.adding(days: day), $0)).first }
  }

  private func choice(_ wished: ResourceChoice, of first: ResourceID?, own: ResourceID?) -> ResourceChoice {
    wished.id == first ? own.map { .chosen($0) } ?? .automatic : wished
  }
}

extension GroupSession {
  var minutes: Int { span.end.minutes(since: span.start) }

  /// Whether the wish leaves it where it is. Who leaves the room open keeps the one it has.
  func stays(_ wish: PlaceWish) -> Bool {
    span == wish.span && assignment.practitioner == wish.practitioner
      && (wish.room.id == nil || wish.room.id == assignment.room)
      && (wish.device.id == nil || wish.device.id == assignment.device)
  }
}
