public import Core
public import Database

/// How imported records about patients are stored without knowing the Clinical feature: the server wires it in.
public struct ClinicalImport: Sendable {
  /// A record whose patient is known by now.
  public struct Record: Sendable {
    public let value: ImportedValue
    public let patient: PatientID
    /// The blind index of its id at the source.
    public let sourceIndex: [UInt8]
    public let importID: ImportID
  }

  /// Whether the record's texts have room where they are stored.
  let fits: @Sendable (ImportedValue) -> Bool
  let insert: @Sendable (Record, Instant, borrowing TenantTransaction) throws -> Void
  /// Takes back everything of one import; gives the number of records.
  let remove: @Sendable (ImportID, borrowing TenantTransaction) throws -> Int

  public init(
    fits: @escaping @Sendable (ImportedValue) -> Bool,
    insert: @escaping @Sendable (Record, Instant, borrowing TenantTransaction) throws -> Void,
    remove: @escaping @Sendable (ImportID, borrowing TenantTransaction) throws -> Int
  ) {
    self.fits = fits
    self.insert = insert
    self.remove = remove
  }
}
