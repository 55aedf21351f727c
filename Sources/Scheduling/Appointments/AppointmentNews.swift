import Core
import Database

/// What Scheduling tells the other features, as jobs in the same transaction. The payload is `<id> <sequence>`.
enum AppointmentNews {
  case booked, moved, cancelled

  func announce(_ id: AppointmentID, sequence: Int, now: Instant, in tx: borrowing TenantTransaction) throws {
    let kind: StaticString =
      switch self {
      case .booked: "appointment.booked"
      case .moved: "appointment.moved"
      case .cancelled: "appointment.cancelled"
      }
    try tx.enqueue(
      NewJob(kind, payload: "\(id) \(sequence)", runAt: now, uniqueKey: "\(id) \(sequence)"))
  }
}
