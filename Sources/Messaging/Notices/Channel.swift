/// How a notice reaches somebody. Stored by its name.
enum Channel: String, Sendable, CaseIterable {
  case email, sms, whatsapp, inApp

  /// What stands in the portal wakes nobody.
  var keepsQuietHours: Bool { self != .inApp }
}
