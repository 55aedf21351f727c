import Templates

/// The colours of the design that people and services are told apart by, always next to their names.
enum SettingsColors {
  static let range = 1...5

  static func options(_ text: Localizer) -> [(value: String, label: String)] {
    [
      ("1", text.text("scheduleSettings.color.blue")), ("2", text.text("scheduleSettings.color.violet")),
      ("3", text.text("scheduleSettings.color.amber")), ("4", text.text("scheduleSettings.color.green")),
      ("5", text.text("scheduleSettings.color.red")),
    ]
  }
}
