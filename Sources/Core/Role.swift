/// What a signed-in person is in a practice. The permission table says what each may do.
public enum Role: String, CaseIterable, Sendable, Hashable {
  case owner, admin, practitioner, frontDesk, biller, supervisor
  /// A patient in the portal: sees their own record alone.
  case patient
}
