import Core
import Database
import Routing
import Templates
import Web

enum WhyHandlers {
  /// `GET /calendar/why?service=…&practitioner=…&date=…&time=…`: nothing in the address is about a patient.
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let forms = try AppointmentForms(call, db)
    let isAsked = call.query["time"] != nil
    let draft =
      isAsked
      ? AppointmentDraft(call.query) : .prefilled(call.query, today: forms.zone.local(call.now).date)
    let services = try ServiceRecords.all(in: db)
    var errors = FormErrors()
    let question = isAsked ? WhyQuestion.parse(draft, forms, services, &errors) : nil
    let why = try question.flatMap { try view($0, forms, db) }
    let page = CalendarWhyPage(
      title: call.text.text("calendar.why.title"), errors: errors.problems(in: call.text), why: why,
      service: select(services, draft, errors, call), practitioner: people(forms, draft, errors),
      place: try forms.places(draft, errors, call.text.text("calendar.form.anyPlace"), db),
      time: TimeFields(draft, errors, zone: forms.zone, saysPast: false, call), backHref: back(draft))
    return .page(page, status: errors.isEmpty ? 200 : 422)
  }

  /// Nil when there is no such service.
  static func view(
    _ question: WhyQuestion, _ forms: AppointmentForms, _ db: borrowing TenantReader
  ) throws -> WhyView? {
    let call = forms.call
    guard let found = try SlotExplanations.of(question, zone: forms.zone, now: call.now, in: db) else { return nil }
    let words = WhyWords(
      found, question, try Resources.all(in: db), ConflictWords(call: call, zone: forms.zone))
    let start = forms.zone.local(question.start).description
    let book = { (person: ResourceID) in
      "/appointments/new?"
        + URLComponent.query([
          ("start", start), ("with", person.description), ("service", question.service.description),
        ])
    }
    return words.view(bookHref: CalendarHandlers.canChange(db.scope) && !found.service.isGroup ? book : nil)
  }

  /// Also services no longer in use: that is one of the reasons.
  private static func select(
    _ services: [Service], _ draft: AppointmentDraft, _ errors: FormErrors, _ call: Call
  ) -> SelectField {
    SelectField(
      id: "service", error: errors.message(for: "service", in: call.text),
      options: [
        FormOption(value: "", label: call.text.text("calendar.form.choose"), isChosen: draft["service"].isEmpty)
      ]
        + services.map {
          FormOption(
            value: $0.id.description, label: $0.name + ", " + call.formats.duration(minutes: $0.minutes),
            isChosen: draft["service"] == $0.id.description)
        })
  }

  private static func people(_ forms: AppointmentForms, _ draft: AppointmentDraft, _ errors: FormErrors) -> SelectField
  {
    SelectField(
      id: "practitioner", error: errors.message(for: "practitioner", in: forms.call.text),
      options: [
        FormOption(
          value: "", label: forms.call.text.text("calendar.why.anyone"), isChosen: draft["practitioner"].isEmpty)
      ]
        + forms.resources.filter { $0.kind == .practitioner }.map {
          FormOption(
            value: $0.id.description, label: $0.name, isChosen: draft["practitioner"] == $0.id.description)
        })
  }

  private static func back(_ draft: AppointmentDraft) -> String {
    LocalDate(text: draft["date"]).map { "/calendar?view=day&date=\($0)" } ?? "/calendar"
  }
}
