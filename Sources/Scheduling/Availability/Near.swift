import Core

/// What a visit can take where its practitioner is.
struct Near: Sendable {
  let site: Site?
  let rooms: [ResourceID]
  let devices: [ResourceID]
  /// Where a visit would be; nil at the practice itself.
  let location: LocationID?
  /// There is no such room here: they use one elsewhere, and the visit is there.
  fileprivate let followsRoom: Bool

  func location(with room: ResourceID?, _ hours: OpeningHours) -> LocationID? {
    followsRoom ? room.flatMap { hours.usual[$0]?.location } : location
  }
}

extension Availability {
  /// Where a practitioner is during a visit: where they have hours then, and where they usually are outside of them.
  func site(of practitioner: ResourceID, during visit: TimeSpan) -> Site? {
    let open = hours.open(of: practitioner, on: zone.local(visit.start).date)
    let possible = open.filter { $0.span.contains(visit) }
    let found =
      possible.first { span in nears(span.site).contains { wanted.accepts($0.location) } } ?? possible.first
      ?? open.first { $0.span.overlaps(visit) }
    return found.map(\.site) ?? hours.usual[practitioner]
  }

  /// The same for one place at a time, where a service can be had in several.
  var byPlace: [Availability] {
    let all = service.mode == .video || wanted != .any ? [] : places
    return all.count < 2 ? [self] : all.map { wanting(.exactly($0?.location)) }
  }

  func wanting(_ place: WantedPlace) -> Availability {
    Availability(
      zone: zone, service: service, hours: hours, claims: claims, practitioners: practitioners, rooms: rooms,
      devices: devices, capacities: capacities, wanted: place)
  }
}

/// Everything that decides which rooms and devices can be taken where somebody is.
protocol PlacedThings {
  var zone: Zone { get }
  var hours: OpeningHours { get }
  var rooms: [ResourceID] { get }
  var devices: [ResourceID] { get }
  /// Where it is to be.
  var wanted: WantedPlace { get }
}

extension Availability: PlacedThings {}

extension PlacedThings {
  /// What stands there, each place for itself: rooms that are used elsewhere may be in more than one.
  func nears(_ site: Site?) -> [Near] {
    let near = near(site)
    guard near.followsRoom else { return [near] }
    var locations: [LocationID?] = []
    for room in near.rooms where !locations.contains(hours.usual[room]?.location) {
      locations.append(hours.usual[room]?.location)
    }
    guard locations.count > 1 else { return [near] }
    return locations.map { location in
      let devices = near.devices.filter { hours.usual[$0].map { $0.location == location } ?? true }
      return Near(
        site: site, rooms: near.rooms.filter { hours.usual[$0]?.location == location },
        devices: devices.isEmpty ? near.devices : devices, location: location, followsRoom: true)
    }
  }

  /// What stands there. Hours that name a place take the rooms and devices that belong to it; hours that name none also
  /// take rooms that belong to no place, and what another place has by the same clock where the service has nothing here:
  /// of the place that is asked for, when it is one of those. A device that belongs to no place goes along anywhere.
  func near(_ site: Site?) -> Near {
    if hours.usual.isEmpty, site == nil {
      return Near(site: nil, rooms: rooms, devices: devices, location: nil, followsRoom: false)
    }
    let (here, other) = (these(rooms, at: site), site?.isNamed == true ? [] : sameClock(rooms, at: site))
    let asked = wanted.exact.map { wanted in other.filter { hours.usual[$0]?.location == wanted } } ?? []
    let elsewhere = asked.isEmpty ? other : asked
    let followsRoom = here.isEmpty && !elsewhere.isEmpty
    let devicesHere = devices.filter { hours.usual[$0].map { $0.location == site?.location } ?? false } + portable
    return Near(
      site: site, rooms: followsRoom ? elsewhere : here,
      devices: devicesHere.isEmpty && site?.isNamed != true ? sameClock(devices, at: site) : devicesHere,
      location: followsRoom ? elsewhere.first.flatMap { hours.usual[$0]?.location } : site?.location,
      followsRoom: followsRoom)
  }

  /// They can be carried: wherever one is taken it is one claim, so it is never in two places at once.
  private var portable: [ResourceID] { devices.filter { hours.usual[$0] == nil } }

  private func these(_ things: [ResourceID], at site: Site?) -> [ResourceID] {
    if let site, site.isNamed { return things.filter { hours.usual[$0]?.location == site.location } }
    let clock = site?.zone ?? zone
    return things.filter { thing in
      hours.usual[thing].map { $0.location == site?.location } ?? (clock == zone)
    }
  }
  private func sameClock(_ things: [ResourceID], at site: Site?) -> [ResourceID] {
    things.filter { (hours.usual[$0]?.zone ?? zone) == site?.zone ?? zone }
  }
}
