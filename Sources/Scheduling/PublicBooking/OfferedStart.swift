import Core

/// A time that can be had, and what is said of where.
struct OfferedStart: Sendable, Equatable {
  let start: Instant
  /// Nil: at the practice itself.
  let location: LocationID?
  /// Its name, where times of several places stand side by side.
  let place: String?
  /// The clock there, where the practice has more than one.
  let clock: Zone?
  /// Of a session of a group: how many may still come.
  let left: PlacesLeft?

  /// As a button sends it. The place is said where the time alone would leave it open.
  var value: String {
    InstantText.encode(start) + (place == nil ? "" : "@" + (location?.description ?? "practice"))
  }

  /// - Returns: nil for what no button sends.
  static func decode(_ value: String) -> (start: Instant, place: WantedPlace?)? {
    let parts = value.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let start = parts.first.flatMap({ InstantText.decode(String($0)) }) else { return nil }
    return (start, parts.count > 1 ? WantedPlace(code: String(parts[1])) : nil)
  }
}

/// The places in which a service can be had, and how its times are told apart by them.
struct OfferedPlaces: Sendable {
  /// What can be had, before it is said where.
  struct Slot: Sendable {
    let start: Instant
    let location: LocationID?
    /// Of a session of a group.
    let left: PlacesLeft?
  }

  /// Each once; nil is the practice itself.
  let all: [Site?]
  /// Of the practice.
  private let zone: Zone
  private let practiceName: String
  private let isSaid: Bool
  private let hasClocks: Bool

  /// Nobody goes anywhere for a visit by video.
  init(_ all: [Site?], _ service: Service, wanted: WantedPlace, zone: Zone, practiceName: String) {
    self.all = service.mode == .video ? [] : all
    (self.zone, self.practiceName) = (zone, practiceName)
    isSaid = self.all.count > 1 && wanted == .any
    hasClocks = self.all.contains { ($0?.zone ?? zone) != zone }
  }

  var isOneOfSeveral: Bool { all.count > 1 }
  func contains(_ wanted: WantedPlace) -> Bool { all.contains { wanted.accepts($0?.location) } }
  func name(_ site: Site?) -> String { site?.name ?? practiceName }
  func clock(_ site: Site?) -> Zone { site?.zone ?? zone }

  /// Starts in time order, of one place after another where there are several at a time.
  func starts(_ slots: [Slot]) -> [OfferedStart] {
    var found: [OfferedStart] = []
    for slot in slots {
      // Of several sessions at one time and place it is the first that a visitor gets.
      let isOffered = found.reversed().prefix { $0.start == slot.start }
        .contains { !isSaid || $0.location == slot.location }
      if isOffered { continue }
      let site = all.first { $0?.location == slot.location } ?? nil
      found.append(
        OfferedStart(
          start: slot.start, location: slot.location, place: isSaid ? name(site) : nil,
          clock: hasClocks ? clock(site) : nil, left: slot.left))
    }
    return found
  }
}

extension Availability {
  /// Where the service can be had at all, with the rooms and devices it needs and wherever it is wanted: each place once,
  /// the practice itself first.
  var places: [Site?] {
    let anywhere = wanting(.any)
    let people = Set(practitioners)
    let sites =
      practitioners.flatMap(hours.sites)
      + hours.exceptions.filter { $0.hours != nil && $0.resource.map(people.contains) ?? false }
      .map { $0.site ?? $0.resource.flatMap { hours.usual[$0] } }
    var found: [LocationID?: Site?] = [:]
    for site in sites {
      for near in anywhere.nears(site)
      where (rooms.isEmpty || !near.rooms.isEmpty) && (devices.isEmpty || !near.devices.isEmpty) {
        let there = near.location == site?.location ? site : hours.usual.values.first { $0.location == near.location }
        found.updateValue(there, forKey: near.location)
      }
    }
    return found.values.sorted {
      ($0?.name ?? "", $0?.location.description ?? "") < ($1?.name ?? "", $1?.location.description ?? "")
    }
  }
}
