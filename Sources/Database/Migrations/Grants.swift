/// What the runtime user may do with each view. Everything not named here: read, insert, change and delete rows of
/// its own practice.
enum Grants {
  /// The trail can be added to and read, never changed.
  static let exceptions: [String: String] = [
    "audit_event": "SELECT, INSERT",
    "audit_head": "SELECT, INSERT, UPDATE",
    "practices_practice": "SELECT, INSERT, UPDATE",
    "practices_key": "SELECT, INSERT, UPDATE",
  ]
  static let system: [String: String] = [
    "system_session": "SELECT",
    "system_practice": "SELECT",
    "system_sign_in": "SELECT",
    "system_job": "SELECT, UPDATE",
    "system_device": "SELECT",
    "system_throttle": "SELECT, INSERT, UPDATE, DELETE",
    "system_passkey": "SELECT",
    "system_used_challenge": "SELECT, INSERT, DELETE",
    "system_migration": "SELECT",
    "system_audit_head": "SELECT",
    "system_audit_event": "SELECT",
  ]
  static func rights(onView name: String) -> String { exceptions[name] ?? "SELECT, INSERT, UPDATE, DELETE" }
}
