/// Why the templates or the message catalogs cannot be used. Raised at start, never while a page is rendered.
public struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, relative to the templates folder.
  public let file: String
  /// Counted from 1; 0 when the error concerns the whole file.
  public let line: Int
  /// The tag as written, `{{#rows}}`, when one is to blame.
  public let tag: String?
  public let message: String

  init(_ file: String, line: Int = 0, tag: String? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.tag = tag
    self.message = message
  }

  /// `patients/patient-show.mustache:12: {{nam}}: PatientShowPage and Shell declare no "nam"`
  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return tag.map { "\(place): \($0): \(message)" } ?? "\(place): \(message)"
  }
}
