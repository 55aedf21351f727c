/// What a browser calls itself, in the few words by which people know their devices again: "Firefox, Windows". Nothing
/// is decided by it: every browser may claim to be any other.
enum DeviceLabel {
  /// By what stands in the `User-Agent` header; the more particular comes first, as most claim to be Chrome and Safari.
  private static let browsers = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
  ]
  private static let systems = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
  ]

  /// Empty for a header that says neither.
  static func of(_ userAgent: String) -> String {
    [browsers, systems].compactMap { names in names.first { userAgent.contains($0.0) }?.1 }.joined(separator: ", ")
  }
}
