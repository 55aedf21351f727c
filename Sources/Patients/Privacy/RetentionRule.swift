import Core

/// How long records must be kept after the last care, by the law of a country. A practice may set more or less where
/// its profession has a rule of its own.
enum RetentionCountry: String, CaseIterable, Sendable {
  case de, at, ch, il, gb, us, other

  /// Years after the end of the year of the last care would be longer; the law counts from the last care.
  var years: Int {
    switch self {
    /// § 630f (3) BGB: ten years after the end of treatment.
    case .de: 10
    /// § 51 (3) Ärztegesetz: at least ten years.
    case .at: 10
    /// Art. 128a OR: claims for harm to persons end after twenty years; cantons ask for ten to twenty.
    case .ch: 20
    /// Public Health Regulations (Keeping of Records) 5737-1976: seven years for clinics.
    case .il: 7
    /// Records Management Code of Practice: eight years after the last contact.
    case .gb: 8
    /// 45 CFR 164.316 asks six years for papers of the practice; the states five to ten for records.
    case .us: 10
    /// Where nothing is known, rather too long: what is gone does not come back.
    case .other: 20
    }
  }

  /// Until somebody has said where the practice is.
  init(zoneName: String) {
    switch zoneName {
    case "Europe/Berlin", "Europe/Busingen": self = .de
    case "Europe/Vienna": self = .at
    case "Europe/Zurich": self = .ch
    case "Asia/Jerusalem", "Asia/Tel_Aviv", "Israel": self = .il
    case "Europe/London", "Europe/Belfast", "GB": self = .gb
    case let name where name.hasPrefix("America/") || name.hasPrefix("US/") || name == "Pacific/Honolulu": self = .us
    default: self = .other
    }
  }
}

/// The rule of one practice.
struct RetentionRule: Sendable, Equatable {
  let country: RetentionCountry
  let years: Int
}
