public import Core

/// What nearly every page needs to know of its practice; read together with the session.
public struct PracticeProfile: Sendable, Hashable {
  public let slug: String
  public let name: String
  /// IANA name; a time zone that the server does not know is refused when it is set.
  public let zoneName: String
  public let language: Language
  public let currencyCode: String
  /// `#rrggbb`.
  public let accent: String
  public let uses12HourClock: Bool
  /// ISO weekday, 1 (Monday) or 7 (Sunday).
  public let weekStartsOn: Int
  /// Rises with every change of the profile; part of the address of its stylesheet and logo.
  public let version: Int
  public let hasLogo: Bool
  /// For patients; each empty when the practice does not say.
  public let email: String
  public let phone: String
  /// Lines, parted by line feeds.
  public let address: String
  /// The number to dial in an emergency where the practice is.
  public let emergencyLine: String
  /// Whether patients may book on the public page.
  public let booksOnline: Bool
  /// Off: practitioners reach their own patients alone.
  public let practitionersSeeEverybody: Bool
}
