extension SystemConnection {
  /// Work at the door of the practice that a sign-in is for: nobody is in yet. Nil when there is no such practice.
  /// - Parameter slug: of its public address.
  public borrowing func atDoor<Result>(
    of slug: String, origin: Origin, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result? {
    try connection.withPractice(slug: slug, actor: .visitor, origin: origin, body)
  }
}
