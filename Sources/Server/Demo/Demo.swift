public import Core
@_spi(Bootstrap) public import Database
import SQL

/// Three practices with staff, patients and a year of appointments, for development. Everybody in them is a
/// placeholder, and the year lies around the moment it is made.
public enum Demo {
  public struct Result: Sendable {
    public let slug: String
    public let name: String
    /// Nil when the practice was there already; then nothing was changed.
    public let appointments: Int?
  }

  /// Makes the demo practices that are not there yet. One that was left empty by an interrupted run is filled.
  /// - Parameter connection: as the workers have it.
  public static func make(on connection: Connection, now: Instant = .now) throws -> [Result] {
    try DemoPlan.all.map { plan in
      let slug = plan.practice.slug
      if try exists(slug, on: connection) == false { try connection.provision(plan.practice, now: now) }
      let made = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
        try fillIfEmpty(plan, now: now, in: db)
      }
      return Result(slug: slug, name: plan.practice.name, appointments: made ?? nil)
    }
  }

  /// Everybody who can sign in, by practice.
  public static var accounts: [(slug: String, accounts: [DemoAccount])] {
    DemoPlan.all.map { ($0.practice.slug, $0.accounts) }
  }

  private static func exists(_ slug: String, on connection: Connection) throws -> Bool {
    try connection.withSystem(.provisioning) { db in
      try !db.rows("SELECT slug FROM system_practice WHERE slug = \(slug)") { try $0.text(0) }.isEmpty
    }
  }

  private static func fillIfEmpty(_ plan: DemoPlan, now: Instant, in db: borrowing TenantConnection) throws -> Int? {
    let users = try db.reader.first("SELECT COUNT(*) FROM identity_user WHERE practice_id = \(db.scope)") {
      try $0.int(0)
    }
    guard users == 0 else { return nil }
    return try db.transaction(AuditEvent("demo.make", "practices_practice", nil)) { tx in
      try DemoWriter(plan: plan, now: now).fill(in: tx)
    }
  }
}
