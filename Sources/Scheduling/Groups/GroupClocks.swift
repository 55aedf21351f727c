import Core
import Database

/// The clocks on the walls where sessions of one series are.
struct GroupClocks: Sendable {
  private let zones: [LocationID: Zone]
  /// Of the practice.
  private let own: Zone
  /// Where the first of them goes.
  let target: Zone

  /// - Parameter target: nil when the first stays where it is.
  init(_ sessions: [GroupSession], own: Zone, target: Zone?, in db: borrowing TenantReader) throws {
    self.own = own
    let sites = try Places.sites(of: Set(sessions.map(\.assignment.location)), in: db)
    let found = Dictionary(sites.compactMap { $0.map { ($0.location, $0.zone) } }) { first, _ in first }
    zones = found
    self.target = target ?? sessions.first?.assignment.location.flatMap { found[$0] } ?? own
  }

  func zone(of session: GroupSession) -> Zone { session.assignment.location.flatMap { zones[$0] } ?? own }
}
