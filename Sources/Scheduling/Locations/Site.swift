import Core

/// A place other than the practice itself where somebody works or something stands, with the clock on its wall.
/// One object for all hours there: it is handed on with every span.
final class Site: Sendable, Equatable {
  let location: LocationID
  let name: String
  let zone: Zone
  /// Whether hours name it: then only what stands there can be taken. Otherwise it is where somebody usually is.
  let isNamed: Bool

  init(location: LocationID, name: String, zone: Zone, isNamed: Bool) {
    (self.location, self.name, self.zone, self.isNamed) = (location, name, zone, isNamed)
  }

  /// A place of which no more is known than which it is.
  static func named(_ location: LocationID) -> Site {
    Site(location: location, name: "", zone: .utc, isNamed: true)
  }

  static func == (a: Site, b: Site) -> Bool {
    a === b || a.location == b.location && a.name == b.name && a.zone == b.zone && a.isNamed == b.isNamed
  }
}

/// Where an appointment is to be.
enum WantedPlace: Sendable, Equatable {
  case any
  /// Nil is the practice itself.
  case exactly(LocationID?)

  /// As addresses and forms carry it: `practice`, an id, or nothing. What is none of these is any.
  init(code: String) {
    self = code == "practice" ? .exactly(nil) : LocationID(text: code).map { .exactly($0) } ?? .any
  }
  var code: String? {
    switch self {
    case .any: nil
    case .exactly(let location): location?.description ?? "practice"
    }
  }

  /// Nil for any, and for the practice itself.
  var location: LocationID? { exact ?? nil }

  /// Nil for any.
  var exact: LocationID?? {
    switch self {
    case .any: nil
    case .exactly(let wanted): .some(wanted)
    }
  }

  func accepts(_ location: LocationID?) -> Bool {
    switch self {
    case .any: true
    case .exactly(let wanted): wanted == location
    }
  }
}
