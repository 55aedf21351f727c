public import Core
internal import SQL

/// An account of the same person at another practice, joined to the one that is signed in.
public struct OwnAccountElsewhere: Sendable, Equatable {
  public let slug: String
  public let practice: String
  public let role: Role
}

extension TenantReader {
  /// The caller's other accounts that are open. Whose they are is read from the caller's own row: nobody can be asked
  /// about. Empty for everybody but members of staff.
  public borrowing func ownAccountsElsewhere() throws -> [OwnAccountElsewhere] {
    guard let user = scope.actor.user else { return [] }
    var accounts: [OwnAccountElsewhere] = []
    try connection.run(
      """
      SELECT o.slug, p.name, o.role FROM identity_user u
      JOIN system_sign_in o ON o.person_id = u.person_id AND o.practice_id <> u.practice_id AND o.status = 'active'
      JOIN system_practice p ON p.practice_id = o.practice_id
      WHERE u.practice_id = \(scope) AND u.id = \(user) ORDER BY p.name, o.slug
      """
    ) { row in
      accounts.append(
        OwnAccountElsewhere(slug: try row.text(0), practice: try row.text(1), role: try row.choice(2)))
    }
    return accounts
  }
}
