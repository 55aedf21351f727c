import Core
import Database

/// What Scheduling tells the other features, as jobs in the same transaction. The payload is `<id> <sequence>`, and
/// after it who decided that the patient is not told, or `series`: the message of another appointment tells of it.
enum AppointmentNews {
  case booked, moved, cancelled
  /// Of a request: that it waits for an answer, and the two answers that are none of the patient's own. Agreed to it is
  /// ``booked``.
  case requested, declined, lapsed

  /// - Parameter untoldBy: the member of staff who decided that the patient is not told; nil when they are.
  func announce(
    _ id: AppointmentID, sequence: Int, untoldBy: UserID?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let kind: StaticString =
      switch self {
      case .booked: "appointment.booked"
      case .moved: "appointment.moved"
      case .cancelled: "appointment.cancelled"
      case .requested: "appointment.requested"
      case .declined: "appointment.declined"
      case .lapsed: "appointment.lapsed"
      }
    let payload = "\(id) \(sequence)" + (untoldBy.map { " \($0)" } ?? "")
    try tx.enqueue(NewJob(kind, payload: payload, runAt: now, uniqueKey: "\(id) \(sequence)"))
  }

  /// Of a new appointment that the message about the first of its series speaks of: it is reminded of, and otherwise
  /// nothing is sent.
  static func announceInSeries(
    _ id: AppointmentID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.enqueue(NewJob("appointment.booked", payload: "\(id) 0 series", runAt: now, uniqueKey: "\(id) 0"))
  }
}
