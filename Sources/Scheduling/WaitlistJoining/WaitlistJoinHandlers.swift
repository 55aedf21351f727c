import Core
import Database
import Routing
import Templates
import Web

/// "No time that suits?" on the booking page.
enum WaitlistJoinHandlers {
  /// The address of the form for a service; nil where the practice could not ask anybody.
  static func href(_ service: ServiceID?, _ query: BookingQuery, _ call: Call, slug: String) -> String? {
    guard let service, call.sendsMail else { return nil }
    let pairs: [(name: String, value: String?)] = [
      ("service", service.description), ("with", query.practitioner?.description), ("at", query.place.code),
    ]
    return "/\(slug)/book/waitlist?" + URLComponent.query(pairs.compactMap { name, value in value.map { (name, $0) } })
  }

  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let moment = try BookingMoment(call, BookingQuery(call.query), db)
    guard let offering = try offering(moment, in: db) else { return .redirect("/\(moment.slug)/book") }
    let places = try places(offering, moment, in: db)
    let values = WishForm.empty(
      service: offering.service.id.description, practitioner: moment.query.practitioner?.description ?? "",
      place: places.contains { $0.place == moment.query.place } ? moment.query.place : .any)
    return .page(page(moment, offering, places, values, .empty, FormErrors(), stop: nil, phone: db.practice.phone))
  }

  @Sendable static func joined(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(WaitlistJoinedPage(title: call.text.text("waitlist.joined.title"), bookHref: "/\(db.practice.slug)/book"))
  }

  static func join(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in
      let moment = try BookingMoment(call, BookingQuery(call.form), db.reader)
      guard let offering = try offering(moment, in: db.reader) else {
        return try BookHandlers.closed(moment, in: db.reader)
      }
      let (form, values) = (DetailsForm(call.form), WishForm.typed(call.form))
      var (details, errors) = form.parse(fallback: call.language)
      let isFine = form.screening.passes(offering.service.rules, &errors)
      let places = try places(offering, moment, in: db.reader)
      let today = try PlaceNames.read(in: db.reader).today(call.now)
      let wish = try WishForm.parse(values, offering, places: places.map(\.place), today: today, &errors) {
        try WishForms.locations($0, today, now: call.now, in: db.reader)
      }
      if !errors.isEmpty { details = nil }
      guard isFine, let details, let wish else {
        let stop = isFine ? nil : call.text.text("booking.stoppedByAnswers")
        return .page(
          page(moment, offering, places, values, form, errors, stop: stop, phone: db.practice.phone), status: 422)
      }
      let done = "/\(moment.slug)/book/waitlist/joined"
      // A program filled in the field nobody sees. It is told what a person would be told.
      guard form.website.isEmpty else { return .redirect(done) }
      do {
        try WaitlistJoins.join(
          wish, of: details.patient, visitor: call.visitorHash, limitPerHour: settings.holdsPerHour,
          registering: settings.registration, now: call.now, in: db)
        return .redirect(done)
      } catch SlotRefusal.tooManyHolds {
        throw Refusal.tooManyRequests(retryAfter: 600)
      } catch is SlotRefusal {
        return try BookHandlers.closed(moment, in: db.reader)
      }
    }
  }

  /// The service that was chosen, when the public can book it and the practice can ask somebody.
  private static func offering(_ moment: BookingMoment, in db: borrowing TenantReader) throws -> Offering? {
    guard moment.call.sendsMail, let service = moment.query.service,
      let offering = try Offering.find(service, in: db), offering.service.isActive,
      offering.service.obstacles(isPracticeOpen: db.practice.booksOnline).isEmpty
    else { return nil }
    return offering
  }

  /// Where the service can be had, as the booking page offers it; none where there is only one place.
  private static func places(
    _ offering: Offering, _ moment: BookingMoment, in db: borrowing TenantReader
  ) throws -> [(place: WantedPlace, name: String)] {
    guard offering.service.mode != .video else { return [] }
    if offering.service.isGroup { return try WishForms.places(.any, .read(in: db), in: db) }
    let today = moment.zone.local(moment.call.now).date
    let week = try offering.availability(
      from: today, through: today.adding(days: 6), zone: moment.zone, now: moment.call.now, in: db)
    let offered = OfferedPlaces(
      week.places, offering.service, wanted: .any, zone: moment.zone, practiceName: db.practice.name)
    return offered.isOneOfSeveral ? offered.all.map { (.exactly($0?.location), offered.name($0)) } : []
  }

  private static func page(
    _ moment: BookingMoment, _ offering: Offering, _ places: [(place: WantedPlace, name: String)], _ values: FormValues,
    _ form: DetailsForm, _ errors: FormErrors,
    stop: String?, phone: String
  ) -> WaitlistJoinPage {
    let (call, text) = (moment.call, moment.call.text)
    let field = { (id: String, value: String) in
      FormField(id: id, value: value, error: errors.message(for: id, in: text))
    }
    let language = Language(rawValue: form.language) ?? call.language
    let words = phone.isEmpty ? text.text("booking.callPractice") : text.text("booking.callUs", ["phone": phone])
    return WaitlistJoinPage(
      title: text.text("waitlist.join.title"), action: "/\(moment.slug)/book/waitlist",
      backHref: moment.query.choosing(offering.service.id).href(slug: moment.slug), service: offering.service.name,
      errors: errors.problems(in: text), stop: stop.map { $0 + " " + words },
      controls: WishForm.controls(
        call, values, errors, services: nil, practitioners: offering.practitioners, places: places),
      questions: form.screening.questions(offering.service.rules, errors, text), given: field("given", form.given),
      family: field("family", form.family), email: field("email", form.email), phone: field("phone", form.phone),
      languages: Language.allCases.map { FormOption(value: $0.rawValue, label: $0.name, isChosen: $0 == language) },
      hidden: [HiddenField(name: "service", value: offering.service.id.description)])
  }
}
