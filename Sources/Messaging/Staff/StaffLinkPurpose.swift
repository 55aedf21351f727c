/// What a link to a member of staff is for, as Identity stores it.
enum StaffLinkPurpose: String, Sendable, CaseIterable {
  case invitation, factors, password, browser
}
