import Core

/// How long records must be kept after the last care, by the law of a country. A practice may set more or less where
/// its profession has a rule of its own. What stands here was held against public texts in November 2026; it is no legal
/// advice, and papers for taxes are not records.
enum RetentionCountry: String, CaseIterable, Sendable {
  case de, at, ch, il, gb, us, other

  /// Years after the last care.
  var years: Int {
    switch self {
    /// Confirmed: § 630f (3) BGB, "für die Dauer von zehn Jahren nach Abschluss der Behandlung", unless another rule asks
    /// for more (radiation, transfusions). Claims may live for 30 years (§ 199 (2) BGB): some keep records as long.
    case .de: 10
    /// § 51 (3) Ärztegesetz 1998: at least ten years. That § 51 governs records is confirmed, the number is from memory.
    case .at: 10
    /// Confirmed: no federal rule for records. Claims for harm to persons end after twenty years (Art. 128a OR, since
    /// 2020); the FMH's code of conduct (Art. 12) asks for twenty years after the last entry, cantons for ten or more.
    case .ch: 20
    /// Unconfirmed for practices: the years of a clinic's record follow from regulation 11D of the Public Health
    /// (Registration of Clinics) Regulations 5747-1987, whose number was not to be read. The Public Health (Keeping of
    /// Records) Regulations 5737-1976 speak of hospitals alone.
    case .il: 7
    /// Confirmed for England: Records Management Code of Practice (2021, updated 2023), adult records eight years after
    /// the last treatment; longer for children (to the 25th birthday), mental health (20) and general practice.
    case .gb: 8
    /// Confirmed: no federal rule for records. 45 CFR 164.316(b)(2)(i) asks six years for papers of compliance alone; the
    /// states ask for different numbers (Florida five for physicians), so this is rather long and the practice's to set.
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
