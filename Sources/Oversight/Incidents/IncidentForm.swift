import Core
import Database
import Routing
import Web

/// The form of an incident: the time and the actor to look at, and what is written down about it.
struct IncidentForm {
  let zone: Zone
  let values: FormValues
  private(set) var errors = FormErrors()

  init(_ values: FormValues, zone: Zone) {
    self.values = values
    self.zone = zone
  }

  /// Longest note, in Unicode code points.
  static let noteLimit = 2000

  /// Nil when something is refused; ``errors`` says what.
  mutating func question(among people: [StaffMember]) -> IncidentScope? {
    let from = moment("from", isEnd: false)
    let to = moment("to", isEnd: true)
    if let from, let to, to <= from { errors.refuse("to", "oversight.incident.error.order") }
    let actor = actor(among: people)
    guard errors.isEmpty, let from, let to, let actor else { return nil }
    return IncidentScope(from: from, to: to, actor: actor)
  }

  /// When it was found out: not later than now.
  mutating func discovery(now: Instant) -> Instant? {
    guard let moment = moment("discovered", isEnd: false) else { return nil }
    if moment > now { errors.refuse("discovered", "oversight.incident.error.future") }
    return moment
  }

  mutating func note() -> String { FormRules.lines(values, "note", limit: Self.noteLimit, &errors) }

  private mutating func actor(among people: [StaffMember]) -> IncidentActor? {
    switch IncidentActor.Kind(rawValue: values["actor"]) {
    case .anybody: return .anybody
    case .person:
      if let id = UserID(text: values["person"]), people.contains(where: { $0.id == id }) { return .person(id) }
      errors.refuse("person", "forms.choose")
    case .network:
      let typed = SingleLine.clean(values["network"])
      if typed.utf8.count <= 45, let block = NetworkBlock(typed) { return .network(block) }
      errors.refuse("network", "oversight.incident.error.network")
    case nil: errors.refuse("actor", "forms.choose")
    }
    return nil
  }

  /// A date and a time on the practice's clock. Of an hour that comes twice, the first begins and the second ends.
  private mutating func moment(_ field: String, isEnd: Bool) -> Instant? {
    let typed = SingleLine.clean(values[field])
    guard let local = LocalDateTime(text: typed), (1970...9000).contains(local.date.year) else {
      errors.refuse(field, "oversight.incident.error.moment")
      return nil
    }
    let instants = zone.instants(of: local)
    guard let moment = isEnd ? instants.last : instants.first else {
      errors.refuse(field, "oversight.incident.error.skipped")
      return nil
    }
    return moment
  }

  /// The fields that ask the trail, for an address: ids, times and an address of the network.
  static func pairs(_ values: FormValues) -> [(name: String, value: String)] {
    ["from", "to", "actor", "person", "network"].map { (name: $0, value: values[$0]) }
  }
}
