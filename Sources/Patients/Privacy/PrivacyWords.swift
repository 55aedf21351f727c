import Core
import Crypto
import Database
import Routing
import Templates

/// How pages about a patient's rights say things.
struct PrivacyWords {
  let text: Localizer
  let formats: Formats
  let zone: Zone

  init(_ call: Call, _ practice: PracticeProfile) throws {
    text = call.text
    formats = call.formats
    zone = try Zone(name: practice.zoneName)
  }

  func name(of person: PrivacyPerson) -> String {
    person.erasedAt == nil ? person.name.full : text.text("patients.privacy.erasedName")
  }
  func moment(_ instant: Instant) -> String { formats.date(zone.local(instant).date, .long) }
  func date(_ date: LocalDate) -> String { formats.date(date, .long) }

  func part(_ part: PatientPart) -> String {
    switch part {
    case .contact: text.text("patients.privacy.part.contact")
    case .record: text.text("patients.privacy.part.record")
    }
  }

  func line(_ erasure: Erasure) -> ErasureLine {
    let state: String
    switch erasure.state {
    case .done: state = text.text("patients.privacy.erasedOn", ["date": moment(erasure.doneAt ?? erasure.requestedAt)])
    case .planned: state = text.text("patients.privacy.erasedFrom", ["date": date(erasure.dueOn)])
    }
    return ErasureLine(part: part(erasure.part), state: state, isDone: erasure.state == .done)
  }

  func country(_ country: RetentionCountry) -> String {
    switch country {
    case .de: text.text("patients.retention.de")
    case .at: text.text("patients.retention.at")
    case .ch: text.text("patients.retention.ch")
    case .il: text.text("patients.retention.il")
    case .gb: text.text("patients.retention.gb")
    case .us: text.text("patients.retention.us")
    case .other: text.text("patients.retention.other")
    }
  }
}
