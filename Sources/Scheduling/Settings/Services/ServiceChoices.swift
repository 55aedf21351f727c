import Core
import Database
import Routing
import SQL

/// Who could offer a service, and what it could use: the names of the form's groups with value and label of each.
struct ServiceChoices: Sendable {
  let groups: [(field: String, options: [(value: String, label: String)])]

  /// Active resources, and those the service uses already.
  static func read(using used: Set<ResourceID>, in db: borrowing TenantReader) throws -> ServiceChoices {
    let all = try ResourceRecords.all(of: Resource.Kind.allCases, in: db).filter { $0.isActive || used.contains($0.id) }
    return ServiceChoices(
      groups: Resource.Kind.allCases.map { kind in
        (field(kind), all.filter { $0.kind == kind }.map { ($0.id.description, $0.name) })
      })
  }

  static func field(_ kind: Resource.Kind) -> String {
    switch kind {
    case .practitioner: "practitioners"
    case .room: "rooms"
    case .device: "devices"
    }
  }
  static let fields = Resource.Kind.allCases.map { field($0) }
}
