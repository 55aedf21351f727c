import Core
import Database
import SQL

/// What the places of a practice are called and which clocks they have, read once for a whole list.
struct PlaceNames: Sendable {
  /// Also those no longer in use: what was agreed there stays there.
  private let sites: [LocationID: Site]
  private let active: Set<LocationID>
  private let practiceName: String
  /// Of the practice.
  let zone: Zone
  /// People work in more than one, so that where goes without saying no longer.
  let areSeveral: Bool
  /// Somebody works at the practice itself, and not at a place with a name.
  let isOneThePractice: Bool

  /// Of a practice in one place: nothing needs to be read.
  static func none(zone: Zone, practiceName: String) -> PlaceNames {
    PlaceNames(
      sites: [:], active: [], practiceName: practiceName, zone: zone, areSeveral: false, isOneThePractice: true)
  }

  static func read(in db: borrowing TenantReader) throws -> PlaceNames {
    let rows = try db.rows(
      """
      SELECT l.id, l.name, l.zone, l.is_active, EXISTS (SELECT 1 FROM scheduling_resource r
        WHERE r.practice_id = \(db.scope) AND r.kind = 'practitioner' AND r.is_active AND r.location_id IS NULL)
      FROM practices_location l WHERE l.practice_id = \(db.scope)
      """
    ) { row in
      let site = Site(
        location: try row.id(0), name: try row.text(1), zone: try Zone(name: try row.text(2)), isNamed: true)
      return (site: site, isActive: try row.bool(3), isPracticeOne: try row.bool(4))
    }
    let isPracticeOne = rows.first?.isPracticeOne ?? true
    let active = Set(rows.filter(\.isActive).map(\.site.location))
    return PlaceNames(
      sites: Dictionary(uniqueKeysWithValues: rows.map { ($0.site.location, $0.site) }), active: active,
      practiceName: db.practice.name, zone: try Zone(name: db.practice.zoneName),
      areSeveral: active.count + (isPracticeOne ? 1 : 0) > 1, isOneThePractice: isPracticeOne)
  }

  func clock(_ location: LocationID?) -> Zone { location.flatMap { sites[$0]?.zone } ?? zone }
  func name(_ location: LocationID?) -> String { location.flatMap { sites[$0]?.name } ?? practiceName }

  /// The first date that is not over yet in any of them.
  func today(_ now: Instant) -> LocalDate {
    let own = zone.local(now).date
    return sites.values.map { $0.zone.local(now).date }.reduce(own, min)
  }

  /// Whether something takes place where nobody is any more: in a place that is closed down, or at the practice itself.
  func isLeft(_ location: LocationID?) -> Bool { location.map { !active.contains($0) } ?? !isOneThePractice }

  /// Every place there is by its name, the practice itself first where somebody works there or something takes place.
  func all(holding used: Set<LocationID?>) -> [(place: WantedPlace, name: String)] {
    let isPracticeOne = isOneThePractice || used.contains(nil)
    let own: [(place: WantedPlace, name: String)] = isPracticeOne ? [(.exactly(nil), practiceName)] : []
    return own
      + sites.values.sorted { ($0.name, $0.location) < ($1.name, $1.location) }.map {
        (.exactly($0.location), $0.name)
      }
  }

  /// Those in use, and what is chosen already, as a form offers them; none where there is only one.
  func choices(_ active: [Site], chosen: WantedPlace) -> [(place: WantedPlace, name: String)] {
    guard areSeveral || chosen != .any else { return [] }
    let isPracticeOne = isOneThePractice || chosen == .exactly(nil)
    return (isPracticeOne ? [(.exactly(nil), practiceName)] : []) + active.map { (.exactly($0.location), $0.name) }
  }
}
