import Core
@_spi(Bootstrap) import Database
import SQL

extension TestPractice {
  /// A location of the practice with its own clock.
  public static func addPlace(
    _ id: EntityID, _ name: String, zone: String = "Europe/Berlin", address: String = "",
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO practices_location (practice_id, id, name, address, zone)
      VALUES (\(tx.scope), \(id), \(name), \(address), \(zone))
      """)
  }
}
