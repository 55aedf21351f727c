import Core

/// The two pages that resources are set on.
enum ResourceGroup: Sendable {
  case practitioners, rooms

  var path: String {
    switch self {
    case .practitioners: "/settings/practitioners"
    case .rooms: "/settings/rooms"
    }
  }
  var kinds: [Resource.Kind] {
    switch self {
    case .practitioners: [.practitioner]
    case .rooms: [.room, .device]
    }
  }
  var titleKey: String {
    switch self {
    case .practitioners: "scheduleSettings.practitioners"
    case .rooms: "scheduleSettings.rooms"
    }
  }
  var newKey: String {
    switch self {
    case .practitioners: "scheduleSettings.newPractitioner"
    case .rooms: "scheduleSettings.newRoom"
    }
  }
}
