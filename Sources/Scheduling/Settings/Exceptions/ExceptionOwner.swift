import Core
import Database
import Routing

/// Whom an exception is for, as its form offers them.
enum ExceptionOwner: Sendable, Equatable {
  case practice
  /// Nil: only the practice itself, of several places.
  case place(LocationID?)
  case resource(ResourceID)

  var code: String {
    switch self {
    case .practice: "practice"
    case .place(let location): location?.description ?? "itself"
    case .resource(let id): id.description
    }
  }
  var resource: ResourceID? {
    switch self {
    case .practice, .place: nil
    case .resource(let id): id
    }
  }
  var place: WantedPlace {
    switch self {
    case .practice, .resource: .any
    case .place(let location): .exactly(location)
    }
  }

  /// The practice, its places where people work in more than one, and everybody and everything in use.
  static func all(_ names: PlaceNames, in db: borrowing TenantReader) throws -> [ExceptionOwner] {
    let places: [ExceptionOwner] =
      names.areSeveral
      ? (names.isOneThePractice ? [.place(nil)] : [])
        + (try Places.choices(also: [], in: db).map { .place($0.location) }) : []
    let resources = try ResourceRecords.all(of: Resource.Kind.allCases, in: db).filter(\.isActive)
    return [.practice] + places + resources.map { .resource($0.id) }
  }
}
