import Core
import Database
import Routing

/// Which start is asked about: what, with whom, when.
struct WhyQuestion: Sendable, Equatable {
  let service: ServiceID
  /// Nil: everybody who offers the service.
  let practitioner: ResourceID?
  let start: Instant
  var place = WantedPlace.any

  /// Reads the fields that the form for a new appointment has, too; whom it is for is none of the question's business.
  static func parse(
    _ draft: AppointmentDraft, _ forms: AppointmentForms, _ services: [Service], _ errors: inout FormErrors
  ) -> WhyQuestion? {
    let service = ServiceID(text: draft["service"]).flatMap { id in services.first { $0.id == id } }
    if service == nil { errors.refuse("service", "calendar.form.service.missing") }
    let practitioner = ResourceID(text: draft["practitioner"])
    let isKnown = forms.resources.contains { $0.id == practitioner && $0.kind == .practitioner }
    if !draft["practitioner"].isEmpty, !isKnown { errors.refuse("practitioner", "calendar.form.practitioner.missing") }
    let start = draft.start(zone: forms.zone, &errors, formats: forms.call.formats)
    guard errors.isEmpty, let service, let start else { return nil }
    return WhyQuestion(
      service: service.id, practitioner: practitioner, start: start, place: WantedPlace(code: draft["at"]))
  }
}
