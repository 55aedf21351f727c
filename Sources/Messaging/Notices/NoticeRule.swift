/// Why a notice is sent. Stored by its name.
enum NoticeRule: String, Sendable, CaseIterable {
  case confirmation, change, cancellation, reminder48h, reminder2h, signIn
}
