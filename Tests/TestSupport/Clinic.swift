import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL

/// A practice with something to book: two practitioners, a room, and services of several lengths. Ids are the test's.
public final class Clinic {
  public let practice: TestPractice
  public let mira = EntityID.make()
  public let jonas = EntityID.make()
  public let room = EntityID.make()
  public let device = EntityID.make()
  /// 50 minutes, every 30, by Mira and Jonas, no room.
  public let talk = EntityID.make()
  /// 30 minutes, every 15, by Mira, with room and device.
  public let scan = EntityID.make()
  public var slug: String { practice.slug }

  /// - Parameters:
  ///   - opens: minutes from midnight on every weekday, for both practitioners.
  ///   - closes: minutes from midnight.
  ///   - notice: minutes.
  public init(zone: String = "Europe/Berlin", opens: Int = 9 * 60, closes: Int = 17 * 60, notice: Int = 120) throws {
    practice = try TestPractice(zone: zone, language: .en, currency: "EUR")
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.clinic", "scheduling_service", nil)) { tx in
        for (id, kind, name) in [
          (self.mira, "practitioner", "Dr Mira Specimen"), (self.jonas, "practitioner", "Jonas Beispiel"),
          (self.room, "room", "Room 1"), (self.device, "device", "Scanner"),
        ] {
          try tx.execute(
            """
            INSERT INTO scheduling_resource (practice_id, id, kind, name) VALUES (\(tx.scope), \(id), \(kind), \(name))
            """)
        }
        for (id, name, minutes, step) in [(self.talk, "Talk", 50, 30), (self.scan, "Scan", 30, 15)] {
          try tx.execute(
            """
            INSERT INTO scheduling_service (practice_id, id, name, minutes, step_minutes, price_minor, notice_minutes,
              late_fee_minor)
            VALUES (\(tx.scope), \(id), \(name), \(minutes), \(step), 9500, \(notice), 2000)
            """)
        }
        for (service, resource) in [
          (self.talk, self.mira), (self.talk, self.jonas), (self.scan, self.mira), (self.scan, self.room),
          (self.scan, self.device),
        ] {
          try tx.execute(
            """
            INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
            VALUES (\(tx.scope), \(service), \(resource))
            """)
        }
        for resource in [self.mira, self.jonas] {
          for weekday in 1...7 {
            try tx.execute(
              """
              INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute)
              VALUES (\(tx.scope), \(EntityID.make()), \(resource), \(weekday), \(opens), \(closes))
              """)
          }
        }
      }
    }
  }
}
