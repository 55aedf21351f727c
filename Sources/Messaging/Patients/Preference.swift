import Core

/// What a patient does not want, whatever was agreed to, and by which clock they live.
struct Preference: Sendable {
  /// Who said that a channel is not wanted.
  enum Source: String, Sendable {
    case staff
    /// The patient answered STOP.
    case reply
    /// The carrier takes nothing for this number any more.
    case carrier
  }
  struct Refusal: Sendable {
    let source: Source
    let at: Instant
  }

  /// Nil: the one of each appointment.
  let zone: String?
  let refusals: [Channel: Refusal]
  /// 0 before anything was said.
  let version: Int

  static let none = Preference(zone: nil, refusals: [:], version: 0)
}
