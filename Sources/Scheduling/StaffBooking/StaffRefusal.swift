/// Why staff's wish was not carried out. Thrown inside the transaction, so that all of it is undone.
enum StaffRefusal: Error, Sendable {
  /// The appointment was changed since the form was shown.
  case stale
  /// The state it has now does not allow it.
  case notPossible
  /// - Parameter canOverride: false when even the spare places of the time are used up.
  case conflicts([PlaceConflict], canOverride: Bool)
  /// The service is no longer carried out by these.
  case notOffered
}
