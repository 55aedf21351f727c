// The ids three or more features pass to each other. An id that one feature keeps to itself stands in that feature.

public struct PatientID: TypedID {
  public let id: EntityID
  public init(_ id: EntityID) { self.id = id }
}
public struct UserID: TypedID {
  public let id: EntityID
  public init(_ id: EntityID) { self.id = id }
}
public struct AppointmentID: TypedID {
  public let id: EntityID
  public init(_ id: EntityID) { self.id = id }
}
public struct LocationID: TypedID {
  public let id: EntityID
  public init(_ id: EntityID) { self.id = id }
}
