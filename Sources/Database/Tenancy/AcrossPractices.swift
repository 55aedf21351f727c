internal import SQL

extension TenantConnection {
  /// Work across practices in the middle of a request of one: somebody who is signed in here shows that an account
  /// elsewhere is theirs as well, or goes over to it. While `body` runs this practice is not set, so a statement with
  /// its scope finds and changes nothing; afterwards the connection is what it was. Never inside a transaction.
  ///
  /// One file of the features may call it (`Tests/ArchitectureTests/Rules`).
  public borrowing func acrossPractices<Result>(
    _ body: (borrowing SystemConnection) throws -> Result
  ) throws -> Result {
    let (connection, scope) = (reader.connection, reader.scope)
    precondition(!connection.inTransaction, "another practice's transaction would end this one's")
    let ring = connection.keyring.ring
    func restore() throws {
      connection.keyring.ring = nil
      try connection.run("SET @practice = \(scope)")
      connection.keyring.ring = ring
    }
    let result: Result
    do {
      result = try connection.withSystem(.signIn, body)
    } catch {
      try restore()
      throw error
    }
    try restore()
    return result
  }
}
