import Core
import Database
import Routing
import Templates

/// How a reader sees the trail: times on the practice's clock, actions in words.
struct TrailWords: Sendable {
  let text: Localizer
  let formats: Formats
  let zone: Zone

  init(_ call: Call, _ practice: PracticeProfile) throws {
    text = call.text
    formats = call.formats
    zone = try Zone(name: practice.zoneName)
  }

  /// With its offset: an hour that comes twice stays two.
  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return formats.date(local.date, .medium) + ", " + formats.time(local.time)
      + " (\(zone.offsetText(at: instant, .short)))"
  }
  /// `2026-03-12T09:30:05Z`.
  func machine(_ instant: Instant) -> String { UTCText.seconds(instant) }

  func action(_ code: String) -> String {
    let key = "oversight.action.\(code)"
    let words = text.text(key)
    return words == key ? code : words
  }
  func kind(_ kind: ActionClass) -> String { text.text("oversight.class.\(kind.rawValue)") }
  func role(_ role: Role) -> String { text.text("role.\(role.rawValue)") }

  /// Who it was, when it was nobody of the staff with a name.
  func who(_ who: TrailEntry.Who) -> String {
    switch who {
    case .staff(_, let name): name ?? text.text("oversight.who.formerStaff")
    case .patient: text.text("oversight.who.patient")
    case .guardian: text.text("oversight.who.guardian")
    case .visitor: text.text("oversight.who.visitor")
    case .job: text.text("oversight.who.job")
    case .operatorCommand: text.text("oversight.who.operator")
    }
  }

  func patient(_ name: PersonName?) -> String { name?.full ?? text.text("oversight.patientGone") }
}
