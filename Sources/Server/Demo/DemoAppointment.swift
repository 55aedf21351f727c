import Core

/// One appointment of the demo year. Resources, services and patients are indexes into the plan.
struct DemoAppointment: Sendable {
  let id: AppointmentID
  let patient: Int
  let service: Int
  let practitioner: Int
  let room: Int?
  let usesDevice: Bool
  let start: Instant
  let end: Instant
  let wallClock: LocalDateTime
  let outcome: DemoOutcome
  let createdAt: Instant
  let isOnline: Bool
  let hasNote: Bool
}

/// What became of an appointment, as far as it is known today.
struct DemoOutcome: Sendable {
  /// FHIR R4 AppointmentStatus.
  let status: String
  let payment: String
  var cancelledBy: String?
  var cancelledAt: Instant?
  var lateFeeDue = false

  /// Whether the appointment takes its time: only then it has claims.
  var isLive: Bool { status != "cancelled" && status != "noshow" }

  static func draw(
    _ service: DemoService, from start: Instant, to end: Instant, createdAt: Instant, now: Instant,
    _ random: inout DemoRandom
  ) -> DemoOutcome {
    let roll = random.percent()
    if roll < 7 { return cancelled(service, start: start, createdAt: createdAt, now: now, &random) }
    if end <= now {
      guard roll >= 11 else { return DemoOutcome(status: "noshow", payment: roll < 9 ? "overdue" : "due") }
      return DemoOutcome(status: "fulfilled", payment: paymentAfter(&random))
    }
    if start <= now { return DemoOutcome(status: "checkedIn", payment: "due") }
    if start <= now.adding(minutes: 45) { return DemoOutcome(status: "arrived", payment: "due") }
    return DemoOutcome(status: "booked", payment: paymentBefore(&random))
  }

  private static func cancelled(
    _ service: DemoService, start: Instant, createdAt: Instant, now: Instant, _ random: inout DemoRandom
  ) -> DemoOutcome {
    let wanted = start.adding(hours: -random.number(3...120))
    let at = max(createdAt.adding(minutes: 10), min(wanted, now.adding(minutes: -5)))
    let byPatient = random.percent() < 75
    let isLate = byPatient && at > start.adding(minutes: -service.cancelNoticeMinutes) && service.lateFeeMinor > 0
    return DemoOutcome(
      status: "cancelled", payment: isLate ? "due" : random.percent() < 15 ? "refunded" : "none",
      cancelledBy: byPatient ? "patient" : "practice", cancelledAt: at, lateFeeDue: isLate)
  }

  private static func paymentAfter(_ random: inout DemoRandom) -> String {
    ["paid", "covered", "due", "overdue", "part"][random.index(weights: [74, 10, 7, 6, 3])]
  }
  private static func paymentBefore(_ random: inout DemoRandom) -> String {
    ["due", "paid", "covered", "failed"][random.index(weights: [78, 12, 9, 1])]
  }
}
