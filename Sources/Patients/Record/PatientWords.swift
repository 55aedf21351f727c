import Core
import Database
import Routing
import Templates

/// How a reader sees dates, ages and codes of patients.
struct PatientWords: Sendable {
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

  /// "Family, Given": what lists are sorted by stands first.
  func listed(_ name: PersonName) -> String {
    name.given.isEmpty || name.family.isEmpty ? name.full : name.family + ", " + name.given
  }

  /// As exactly as it is known: a day, a month or a year.
  func date(_ date: PartialDate) -> String {
    switch date.precision {
    case .day: formats.date(date.earliest, .medium)
    case .month: formats.monthAndYear(date.earliest)
    case .year: "\(date.earliest.year)"
    }
  }

  /// Full years; nil when the day of birth is not known.
  func age(_ birth: PartialDate) -> String? {
    birth.day?.age(on: today).map { "\($0)" }
  }

  /// Date and time in the practice's zone.
  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return formats.date(local.date, .medium) + ", " + formats.time(local.time)
  }

  func gender(_ gender: AdministrativeGender) -> String {
    switch gender {
    case .female: text.text("patients.gender.female")
    case .male: text.text("patients.gender.male")
    case .other: text.text("patients.gender.other")
    case .unknown: text.text("patients.gender.unknown")
    }
  }
}
