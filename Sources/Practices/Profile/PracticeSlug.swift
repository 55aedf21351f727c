/// The word that names a practice in public addresses, `/linden/book`.
public enum PracticeSlug {
  /// First segments of our own addresses; a practice by one of these names could not be reached.
  public static let reserved: Set<String> = [
    "account", "admin", "api", "appointments", "audit", "billing", "book", "calendar", "charts", "cal",
    "emergency-access", "feeds", "healthz", "hooks", "invitation", "invoices",
    "locations", "messages", "metrics", "news", "notes", "patients", "portal", "praxis", "robots", "session",
    "settings",
    "sign-in",
    "sign-out", "static", "team", "today", "unsubscribe", "visit", "visits", "well-known",
  ]

  /// 3 to 40 of `a`–`z`, digits and single hyphens, from a letter to a letter or digit, and not reserved.
  public static func isUsable(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (3...40).contains(bytes.count), let first = bytes.first, isLetter(first), bytes.last != hyphen else {
      return false
    }
    guard bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == hyphen }) else { return false }
    return !zip(bytes, bytes.dropFirst()).contains { $0 == hyphen && $1 == hyphen } && !reserved.contains(text)
  }

  private static let hyphen = UInt8(ascii: "-")
  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
