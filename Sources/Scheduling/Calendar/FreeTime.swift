import Core

/// Stretches of a day that are free in the booking transaction's sense: each begins where an appointment of some service
/// could begin and ends where one could end, with its own buffers, those of its neighbours, and a room and a device where
/// the service needs them.
struct FreeTime: Sendable {
  /// Shorter ones are not worth a link.
  static let shortestMinutes = 30

  let offers: [ServiceOffer]
  /// By lane. Buffers included, also those of the days before and after.
  let claims: [ResourceID: [Int: [TimeSpan]]]
  let capacities: [ResourceID: Int]
  let hours: OpeningHours
  let zone: Zone

  /// In time order, on the five-minute grid that appointments stand on.
  /// - Parameters:
  ///   - place: where they are to be.
  ///   - notBefore: what is past is not free.
  func spans(
    of practitioner: ResourceID, on date: LocalDate, at place: WantedPlace, notBefore: Instant
  ) -> [TimeSpan] {
    let day = TimeSpan(start: max(zone.startOfDay(date), notBefore), end: zone.startOfDay(date.adding(days: 1)))
    guard day.start < day.end else { return [] }
    let stretches = hours.open(of: practitioner, on: date)
    let free = offers.filter { $0.practitioners.contains(practitioner) }.flatMap { offer in
      stretches.flatMap { stretch in
        Things(offer, hours, zone).nears(stretch.site).filter { place.accepts($0.location) }.flatMap { near in
          visits(of: practitioner, in: [stretch.span], offer, near, on: date, within: day)
        }
      }.compactMap(\.onGrid).filter { $0.minutes >= offer.minutes }
    }
    return FreeTime.joined(free).filter { $0.minutes >= FreeTime.shortestMinutes }
  }

  /// Of what is needed only what stands where the practitioner is.
  private func visits(
    of practitioner: ResourceID, in open: [TimeSpan], _ offer: ServiceOffer, _ near: Near, on date: LocalDate,
    within day: TimeSpan
  ) -> [TimeSpan] {
    var spans = visits(of: practitioner, in: open, offer).compactMap { $0.within(day) }
    for (isNeeded, these) in [(!offer.rooms.isEmpty, near.rooms), (!offer.devices.isEmpty, near.devices)] where isNeeded
    {
      spans = these.flatMap { resource in
        visits(of: resource, in: hours.openSpans(of: resource, on: date), offer)
          .flatMap { place in spans.compactMap { $0.within(place) } }
      }
    }
    return spans
  }

  /// Where a visit of this service may lie as far as one resource goes. Buffers may reach outside the hours: nobody waits
  /// in them.
  private func visits(of resource: ResourceID, in open: [TimeSpan], _ offer: ServiceOffer) -> [TimeSpan] {
    let lanes = claims[resource] ?? [:]
    let units = ClaimLanes.units(of: capacities[resource] ?? 1)
    // What stands in no unit is in the way of each: that is never too little.
    let others = lanes.filter { !units.contains($0.key) }.flatMap(\.value)
    return units.flatMap { unit in
      visits(between: (lanes[unit] ?? []) + others, in: open, offer)
    }
  }

  private func visits(
    between claims: [TimeSpan], in open: [TimeSpan], _ offer: ServiceOffer
  ) -> [TimeSpan] {
    let taken = claims.map { $0.widened(before: offer.bufferAfter, after: offer.bufferBefore) }
      .sorted { $0.start < $1.start }
    return open.flatMap { open -> [TimeSpan] in
      var free: [TimeSpan] = []
      var from = open.start
      for span in taken where span.overlaps(open) {
        if span.start > from { free.append(TimeSpan(start: from, end: span.start)) }
        from = max(from, span.end)
      }
      return from < open.end ? free + [TimeSpan(start: from, end: open.end)] : free
    }
  }

  private static func joined(_ spans: [TimeSpan]) -> [TimeSpan] {
    var joined: [TimeSpan] = []
    for span in spans.sorted(by: { $0.start < $1.start }) {
      if let last = joined.last, last.end >= span.start {
        joined[joined.count - 1] = TimeSpan(start: last.start, end: max(last.end, span.end))
      } else {
        joined.append(span)
      }
    }
    return joined
  }
}

/// What a service needs, as the rules of places ask for it.
private struct Things: PlacedThings {
  let zone: Zone
  let hours: OpeningHours
  let rooms: [ResourceID]
  let devices: [ResourceID]
  let wanted = WantedPlace.any

  init(_ offer: ServiceOffer, _ hours: OpeningHours, _ zone: Zone) {
    (self.zone, self.hours, rooms, devices) = (zone, hours, offer.rooms, offer.devices)
  }
}

extension TimeSpan {
  fileprivate var minutes: Int { end.minutes(since: start) }

  /// The part that lies in both; nil when none does.
  fileprivate func within(_ other: TimeSpan) -> TimeSpan? {
    let (first, last) = (max(start, other.start), min(end, other.end))
    return first < last ? TimeSpan(start: first, end: last) : nil
  }

  /// From the next full five minutes on; nil when nothing is left.
  fileprivate var onGrid: TimeSpan? {
    let step: Int64 = 300
    let seconds = start.seconds + (start.microseconds % 1_000_000 == 0 ? 0 : 1)
    let first = Instant(seconds: (seconds + step - 1) / step * step)
    return first < end ? TimeSpan(start: first, end: end) : nil
  }
}
