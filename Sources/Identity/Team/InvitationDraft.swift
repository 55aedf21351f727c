import Core
import Database
import Routing

/// Whom to invite as what, as typed and checked.
struct InvitationDraft: Sendable {
  let name: String
  let email: EmailAddress
  let role: Role
  let language: Language

  /// - Parameter roles: those that the caller may give.
  static func parse(
    _ values: FormValues, roles: [Role], now: Instant, in db: borrowing TenantReader
  ) throws -> (draft: InvitationDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let name = FormRules.line(values, "name", limit: 120, isRequired: true, &errors)
    let typed = FormRules.email(values, "email", &errors)
    if typed.isEmpty { errors.refuse("email", "forms.missing") }
    let role = Role(rawValue: values["role"]).flatMap { roles.contains($0) ? $0 : nil }
    if role == nil { errors.refuse("role", "forms.choose") }
    let language = Language(rawValue: values["language"])
    if language == nil { errors.refuse("language", "forms.choose") }
    guard errors.isEmpty, let role, let language else { return (nil, errors) }
    let email = try EmailAddress(typed)
    switch try Team.isActive(email, in: db) {
    case true?: errors.refuse("email", "team.invite.isMember")
    case false?: errors.refuse("email", "team.invite.wasMember")
    case nil: if try StaffLinks.isInvited(email, now: now, in: db) { errors.refuse("email", "team.invite.isInvited") }
    }
    return (
      errors.isEmpty ? InvitationDraft(name: name, email: email, role: role, language: language) : nil, errors
    )
  }
}
