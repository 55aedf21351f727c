import Core
import Database
import Routing
import Templates

/// How a reader sees what a chart holds. Words of the source stay as they are; codes are said in the reader's language.
struct ChartWords: Sendable {
  let text: Localizer
  let formats: Formats
  let zone: Zone
  let today: LocalDate

  init(_ call: Call, _ practice: PracticeProfile) throws {
    text = call.text
    formats = call.formats
    zone = try Zone(name: practice.zoneName)
    today = zone.local(call.now).date
  }

  /// A day, month or year as exactly as it is known; other words unchanged; nil for none.
  func date(_ written: String) -> String? {
    if written.isEmpty { return nil }
    if let day = LocalDate(text: written) { return formats.date(day, .medium) }
    if written.utf8.count == 7, let month = LocalDate(text: written + "-01") { return formats.monthAndYear(month) }
    return written
  }

  func age(_ birthDate: String) -> String? { LocalDate(text: birthDate)?.age(on: today).map { "\($0)" } }

  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return formats.date(local.date, .medium) + ", " + formats.time(local.time)
  }
  func day(_ instant: Instant) -> String { formats.date(zone.local(instant).date, .medium) }

  /// Clinical states worth a mark; nil for what goes without saying.
  func state(_ code: String) -> String? {
    switch code {
    case "inactive": text.text("clinical.state.inactive")
    case "resolved": text.text("clinical.state.resolved")
    case "remission": text.text("clinical.state.remission")
    case "recurrence": text.text("clinical.state.recurrence")
    case "relapse": text.text("clinical.state.relapse")
    case "refuted": text.text("clinical.state.refuted")
    case "unconfirmed": text.text("clinical.state.unconfirmed")
    case "provisional": text.text("clinical.state.provisional")
    case "differential": text.text("clinical.state.differential")
    case "presumed": text.text("clinical.state.presumed")
    case "on-hold": text.text("clinical.state.onHold")
    case "cancelled": text.text("clinical.state.cancelled")
    case "completed": text.text("clinical.state.completed")
    case "stopped": text.text("clinical.state.stopped")
    case "draft": text.text("clinical.state.draft")
    case "not-done": text.text("clinical.state.notGiven")
    case "planned": text.text("clinical.state.planned")
    case "in-progress": text.text("clinical.state.inProgress")
    case "", "active", "confirmed", "finished", "unknown": nil
    default: code
    }
  }

  /// FHIR AppointmentStatus.
  func appointment(_ code: String) -> String {
    switch code {
    case "proposed": text.text("clinical.appointment.proposed")
    case "pending": text.text("clinical.appointment.pending")
    case "booked": text.text("clinical.appointment.booked")
    case "arrived": text.text("clinical.appointment.arrived")
    case "checkedIn": text.text("clinical.appointment.checkedIn")
    case "fulfilled": text.text("clinical.appointment.fulfilled")
    case "cancelled": text.text("clinical.appointment.cancelled")
    case "noshow": text.text("clinical.appointment.noshow")
    case "waitlist": text.text("clinical.appointment.waitlist")
    case "enteredInError": text.text("clinical.appointment.enteredInError")
    default: code
    }
  }
}
