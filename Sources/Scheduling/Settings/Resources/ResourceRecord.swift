import Core
import Crypto
import Database
import Routing
import SQL

/// A practitioner, room or device as the settings show it.
struct ResourceRecord: Sendable {
  let id: ResourceID
  let kind: Resource.Kind
  let name: String
  let title: String
  let location: LocationID?
  let user: UserID?
  let color: Int
  let position: Int
  let isActive: Bool
  let capacity: Int

  var values: FormValues {
    FormValues([
      "kind": kind.rawValue, "name": name, "title": title, "location": location?.description ?? "",
      "user": user?.description ?? "", "color": String(color), "position": String(position),
      "capacity": String(capacity),
    ])
  }

  /// What a form was made from. The row's own version will not do: it moves with every booking.
  var fingerprint: String { Self.fingerprint(values) }
  static func fingerprint(_ values: FormValues) -> String {
    let names = ["kind", "name", "title", "location", "user", "color", "position", "capacity"]
    return String(
      Hex.encode(Digest.sha256(Array(names.map { values[$0] }.joined(separator: "\u{1f}").utf8))).prefix(16))
  }
}

/// A valid resource, ready to be written.
struct ResourceDraft: Sendable {
  static let positions = 0...999
  let kind: Resource.Kind
  let name: String
  let title: String
  let location: LocationID?
  let user: UserID?
  let color: Int
  let position: Int
  let capacity: Int

  /// - Parameter choices: what the form offered; anything else is refused.
  static func parse(_ values: FormValues, kinds: [Resource.Kind], _ choices: ResourceChoices) -> (
    draft: ResourceDraft?, errors: FormErrors
  ) {
    var errors = FormErrors()
    let kind = Resource.Kind(rawValue: values["kind"]) ?? kinds[0]
    if !kinds.contains(kind) { errors.refuse("kind", "forms.choose") }
    let isPerson = kind == .practitioner
    let name = FormRules.line(values, "name", limit: 120, isRequired: true, &errors)
    let title = isPerson ? FormRules.line(values, "title", limit: 120, &errors) : ""
    let location = LocationID(text: values["location"])
    if !choices.locations.contains(where: { $0.value == values["location"] }) {
      errors.refuse("location", "forms.choose")
    }
    let user = isPerson ? UserID(text: values["user"]) : nil
    if isPerson, !choices.users.contains(where: { $0.value == values["user"] }) {
      errors.refuse("user", "forms.choose")
    }
    let color = isPerson ? FormRules.number(values, "color", in: SettingsColors.range, &errors) : 1
    let position = FormRules.number(values, "position", in: positions, &errors)
    let capacity = isPerson ? 1 : FormRules.number(values, "capacity", in: ClaimLanes.capacities, &errors)
    guard errors.isEmpty else { return (nil, errors) }
    return (
      ResourceDraft(
        kind: kind, name: name, title: title, location: location, user: user, color: color, position: position,
        capacity: capacity), errors
    )
  }

  var values: FormValues {
    FormValues([
      "kind": kind.rawValue, "name": name, "title": title, "location": location?.description ?? "",
      "user": user?.description ?? "", "color": String(color), "position": String(position),
      "capacity": String(capacity),
    ])
  }
}
