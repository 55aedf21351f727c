import Core
import Routing
import Web

/// Which part of the trail is asked for. Stands in an address, so it holds ids, codes and days, never a name.
struct TrailFilter: Sendable {
  var person: UserID?
  var patient: PatientID?
  var kind: ActionClass?
  var from: LocalDate?
  /// Included.
  var to: LocalDate?

  /// What cannot be read is refused next to its field; the rest still counts.
  static func parse(_ values: FormValues) -> (filter: TrailFilter, errors: FormErrors) {
    var errors = FormErrors()
    var filter = TrailFilter()
    filter.person = choice(values, "person", UserID.init(text:), &errors)
    filter.patient = choice(values, "patient", PatientID.init(text:), &errors)
    filter.kind = choice(values, "class", ActionClass.init(rawValue:), &errors)
    filter.from = date(values, "from", &errors)
    filter.to = date(values, "to", &errors)
    if let from = filter.from, let to = filter.to, to < from { errors.refuse("to", "oversight.error.order") }
    return (filter, errors)
  }

  private static func choice<Value>(
    _ values: FormValues, _ field: String, _ read: (String) -> Value?, _ errors: inout FormErrors
  ) -> Value? {
    guard !values[field].isEmpty else { return nil }
    let value = read(values[field])
    if value == nil { errors.refuse(field, "forms.choose") }
    return value
  }

  /// Years of four digits that the database can count in as well.
  private static func date(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> LocalDate? {
    let typed = SingleLine.clean(values[field])
    guard !typed.isEmpty else { return nil }
    guard let date = LocalDate(text: typed), (1970...9000).contains(date.year) else {
      errors.refuse(field, "oversight.error.date")
      return nil
    }
    return date
  }

  /// As fields of an address or a form, in a fixed order.
  var pairs: [(name: String, value: String)] {
    let all = [
      ("person", person?.description), ("patient", patient?.description), ("class", kind?.rawValue),
      ("from", from?.description), ("to", to?.description),
    ]
    return all.compactMap { name, value in value.map { (name: name, value: $0) } }
  }
  var isEmpty: Bool { pairs.isEmpty }

  /// What the trail says of a look at a part of it: the names of the fields that were used.
  var names: [String] { pairs.map(\.name) }
}
