import Core
import Database
import Routing
import Templates

/// What both forms share: the lists to choose from.
struct AppointmentForms {
  let call: Call
  let zone: Zone
  let resources: [Resource]
  private let sites: [Site]

  init(_ call: Call, _ db: borrowing TenantReader) throws { try self.init(call, at: nil, db) }

  /// - Parameter location: that can be kept, also when it is no longer in use.
  init(_ call: Call, at location: LocationID?, _ db: borrowing TenantReader) throws {
    self.call = call
    zone = try Zone(name: db.practice.zoneName)
    resources = try Resources.active(in: db)
    sites = try Places.choices(also: Set([location].compactMap { $0 }), in: db)
  }

  func select(_ name: String, _ kind: Resource.Kind, _ draft: AppointmentDraft, _ errors: FormErrors) -> SelectField {
    let first =
      kind == .practitioner ? call.text.text("calendar.form.choose") : call.text.text("calendar.form.automatic")
    return SelectField(
      id: name, error: errors.message(for: name, in: call.text),
      options: [FormOption(value: "", label: first, isChosen: draft[name].isEmpty)]
        + resources.filter { $0.kind == kind }.map {
          FormOption(value: $0.id.description, label: $0.name, isChosen: draft[name] == $0.id.description)
        })
  }

  /// Where; nil in a practice without places.
  /// - Parameter first: what stands for none in particular.
  func places(
    _ draft: AppointmentDraft, _ errors: FormErrors, _ first: String, _ db: borrowing TenantReader
  ) throws -> SelectField? {
    let chosen = WantedPlace(code: draft["at"])
    guard !sites.isEmpty else { return nil }
    let all: [(WantedPlace, String)] =
      [(.any, first), (.exactly(nil), db.practice.name)] + sites.map { (.exactly($0.location), $0.name) }
    return SelectField(
      id: "at", error: errors.message(for: "at", in: call.text),
      options: all.map { FormOption(value: $0.0.code ?? "", label: $0.1, isChosen: $0.0 == chosen) })
  }

  /// What a place that was chosen is called; nil for any, and in a practice without places.
  func name(_ place: WantedPlace, _ db: borrowing TenantReader) -> String? {
    guard !sites.isEmpty, let exact = place.exact else { return nil }
    guard let location = exact else { return db.practice.name }
    return sites.first { $0.location == location }?.name
  }

  /// Checks that practitioner, room and device carry out the service.
  func wish(
    _ draft: AppointmentDraft, _ offering: Offering?, start: Instant?, minutes: Int?, _ errors: inout FormErrors
  ) -> PlaceWish? {
    let practitioner = ResourceID(text: draft["practitioner"])
    if practitioner == nil || !resources.contains(where: { $0.id == practitioner && $0.kind == .practitioner }) {
      errors.refuse("practitioner", "calendar.form.practitioner.missing")
    }
    if let offering {
      if let practitioner, !offering.practitioners.contains(where: { $0.id == practitioner }) {
        errors.refuse("practitioner", "calendar.form.practitioner.other", ["service": offering.service.name])
      }
      check("room", draft, offering.rooms, offering, &errors)
      check("device", draft, offering.devices, offering, &errors)
    }
    if case .exactly(let location?) = WantedPlace(code: draft["at"]),
      !sites.contains(where: { $0.location == location })
    {
      errors.refuse("at", "forms.choose")
    }
    guard errors.isEmpty, let practitioner, let start, let minutes else { return nil }
    return PlaceWish(
      practitioner: practitioner, room: draft.choice("room"), device: draft.choice("device"), start: start,
      minutes: minutes, place: WantedPlace(code: draft["at"]))
  }

  private func check(
    _ name: String, _ draft: AppointmentDraft, _ offered: [Resource], _ offering: Offering, _ errors: inout FormErrors
  ) {
    guard !draft[name].isEmpty else { return }
    if !offered.contains(where: { $0.id.description == draft[name] }) {
      errors.refuse(name, "calendar.form.place.other", ["service": offering.service.name])
    }
  }
}
