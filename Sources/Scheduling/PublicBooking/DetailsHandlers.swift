import Core
import Crypto
import Database
import Routing
import Templates

/// The visitor's details, the review, and the confirmation of a place that is kept.
enum DetailsHandlers {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let moment = try BookingMoment(call, BookingQuery(call.query), db)
    return try page(.empty, FormErrors(), try token(call), moment, status: 200, in: db)
  }

  /// From the review back to the form, with everything typed.
  @Sendable static func change(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let moment = try BookingMoment(call, BookingQuery(call.form), db.reader)
    return try page(DetailsForm(call.form), FormErrors(), try token(call), moment, status: 200, in: db.reader)
  }

  @Sendable static func review(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let moment = try BookingMoment(call, BookingQuery(call.form), db.reader)
    let (form, token) = (DetailsForm(call.form), try token(call))
    guard let found = try find(token, in: db.reader) else { return try ended(token, moment, in: db.reader) }
    let (details, errors, isFine) = read(form, found.offering.service.rules, moment)
    guard let details, isFine else {
      return try page(form, errors, token, moment, stop: isFine ? nil : .answers, status: 422, in: db.reader)
    }
    guard db.practice.booksOnline else { return try BookHandlers.closed(moment, in: db.reader) }
    let base = "/\(moment.slug)/book/holds/\(token.text)"
    return .page(
      BookReviewPage(
        title: call.text.text("booking.review"), action: base + "/confirmation", changeAction: base + "/details",
        summary: try summary(found.hold, found.offering, moment, in: db.reader), hold: notice(found.hold, call.now),
        name: details.patient.name.full, email: details.patient.email,
        phone: details.patient.phone.isEmpty ? nil : details.patient.phone,
        note: details.note.isEmpty ? nil : details.note, request: request(found.offering.service, found.hold, moment),
        hidden: form.fields.map { HiddenField(name: $0.name, value: $0.value) } + zoneField(moment)))
  }

  static func confirm(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in
      let moment = try BookingMoment(call, BookingQuery(call.form), db.reader)
      let (form, token) = (DetailsForm(call.form), try token(call))
      let found = try find(token, in: db.reader)
      let (details, errors, isFine) = read(form, found?.offering.service.rules ?? .none, moment)
      guard let details, isFine else {
        return try page(form, errors, token, moment, stop: isFine ? nil : .answers, status: 422, in: db.reader)
      }
      // A program filled in the field nobody sees. It is told what a person would be told, and nothing is booked.
      guard form.website.isEmpty else { return .redirect("/\(moment.slug)/book") }
      guard let found else { return try ended(token, moment, in: db.reader) }
      do {
        let id = try Bookings.confirm(
          found.hold, token: token, details: details, visitor: call.visitorHash, registering: settings.registration,
          now: call.now, in: db)
        let shown = [("booked", "1")] + (moment.query.zoneName.map { [("zone", $0)] } ?? [])
        return .redirect(BookingQuery.address(try db.reader.managePath(id, sequence: 0), shown))
      } catch SlotRefusal.closed {
        return try BookHandlers.closed(moment, in: db.reader)
      } catch SlotRefusal.limitReached {
        return try page(form, FormErrors(), token, moment, stop: .limit, status: 409, in: db.reader)
      } catch let refusal as SlotRefusal {
        return try taken(refusal, found, form, moment, in: db.reader)
      }
    }
  }

  /// Somebody else got the time while this visitor was typing: everything typed travels on as hidden fields.
  private static func taken(
    _ refusal: SlotRefusal, _ found: (hold: Hold, offering: Offering), _ form: DetailsForm, _ moment: BookingMoment,
    in db: borrowing TenantReader
  ) throws -> Reply {
    let limited = found.offering.limited(to: found.hold.assignment.practitioner)
      .limited(at: .exactly(found.hold.assignment.location))
    let nearest = try BookingDays.nearest(
      3, to: found.hold.span.start, limited, zone: moment.zone, now: moment.call.now, in: db)
    let time = moment.words.date(found.hold.span.start) + ", " + moment.words.time(found.hold.span.start)
    let key = refusal == .notOffered ? "booking.notOffered" : "booking.taken"
    let chosen =
      [
        ("service", found.hold.service.description), ("with", found.hold.assignment.practitioner.description),
      ] + (found.hold.assignment.location.map { [("at", $0.description)] } ?? [])
    return .page(
      BookTakenPage(
        title: moment.call.text.text("booking.takenTitle"), message: moment.call.text.text(key, ["time": time]),
        action: "/\(moment.slug)/book/holds",
        slots: nearest.map { SlotButton($0, moment.words, moment.call.text, saysDay: true) },
        hidden: (chosen + form.fields).map { HiddenField(name: $0.0, value: $0.1) } + zoneField(moment),
        otherHref: moment.query.choosing(found.hold.service).href(slug: moment.slug)), status: 409)
  }

  /// Why it cannot go on by itself: whatever it was, the practice is to be called.
  enum Stop { case answers, limit }

  private static func read(
    _ form: DetailsForm, _ rules: ServiceRules, _ moment: BookingMoment
  ) -> (details: BookingDetails?, errors: FormErrors, isFine: Bool) {
    var (details, errors) = form.parse(fallback: moment.call.language)
    let isFine = form.screening.passes(rules, &errors)
    if !errors.isEmpty { details = nil }
    return (details, errors, isFine)
  }

  private static func words(_ stop: Stop, _ text: Localizer, _ phone: String) -> String {
    let reason =
      switch stop {
      case .answers: text.text("booking.stoppedByAnswers")
      case .limit: text.text("booking.stoppedByLimit")
      }
    return reason + " "
      + (phone.isEmpty ? text.text("booking.callPractice") : text.text("booking.callUs", ["phone": phone]))
  }

  static func page(
    _ form: DetailsForm, _ errors: FormErrors, _ token: Token, _ moment: BookingMoment, stop: Stop? = nil, status: Int,
    in db: borrowing TenantReader
  ) throws -> Reply {
    guard let found = try find(token, in: db) else { return try ended(token, moment, in: db) }
    guard db.practice.booksOnline else { return try BookHandlers.closed(moment, in: db) }
    let text = moment.call.text
    let field = { (id: String, value: String) in
      FormField(id: id, value: value, error: errors.message(for: id, in: text))
    }
    let language = Language(rawValue: form.language) ?? moment.call.language
    return .page(
      BookDetailsPage(
        title: text.text(
          "booking.detailsTitle",
          ["date": moment.words.date(found.hold.span.start), "time": moment.words.time(found.hold.span.start)]),
        action: "/\(moment.slug)/book/holds/\(token.text)/review",
        backHref: moment.query.choosing(found.hold.service).href(slug: moment.slug),
        summary: try summary(found.hold, found.offering, moment, in: db), hold: notice(found.hold, moment.call.now),
        hasErrors: !errors.isEmpty,
        errors: errors.problems(in: text),
        stop: stop.map { words($0, text, db.practice.phone) },
        questions: form.screening.questions(found.offering.service.rules, errors, text),
        given: field("given", form.given), family: field("family", form.family), email: field("email", form.email),
        phone: field("phone", form.phone), note: field("note", form.note),
        languages: Language.allCases.map { FormOption(value: $0.rawValue, label: $0.name, isChosen: $0 == language) },
        hidden: zoneField(moment)), status: status)
  }

  /// The zone goes with the visitor from page to page.
  private static func zoneField(_ moment: BookingMoment) -> [HiddenField] {
    moment.query.zoneName.map { [HiddenField(name: "zone", value: $0)] } ?? []
  }

  private static func token(_ call: Call) throws(Refusal) -> Token {
    guard let token = call.parameters["hold"].flatMap({ Token(text: $0) }) else { throw .notFound }
    return token
  }

  private static func find(_ token: Token, in db: borrowing TenantReader) throws -> (hold: Hold, offering: Offering)? {
    guard let hold = try Holds.find(token, in: db), let offering = try Offering.find(hold.service, in: db) else {
      return nil
    }
    return (hold, offering)
  }

  /// No hold any more: it has become an appointment (the form was sent twice), or it never was.
  private static func ended(_ token: Token, _ moment: BookingMoment, in db: borrowing TenantReader) throws -> Reply {
    guard let made = try Appointments.made(by: Bookings.formKey(of: token), in: db) else { throw Refusal.gone }
    return .redirect(try db.managePath(made.id, sequence: made.sequence))
  }

  /// What asking instead of booking means; nil where a booking is firm at once.
  private static func request(_ service: Service, _ hold: Hold, _ moment: BookingMoment) -> String? {
    service.rules.approvalHours.map { hours in
      let by = min(moment.call.now.adding(hours: hours), hold.span.start)
      return moment.call.text.text(
        "booking.requestNote", ["deadline": moment.words.date(by) + ", " + moment.words.time(by)])
    }
  }

  private static func notice(_ hold: Hold, _ now: Instant) -> HoldNotice? {
    guard hold.expiresAt > now else { return nil }
    return HoldNotice(
      endsAt: InstantText.seconds(hold.expiresAt), minutes: max(1, hold.expiresAt.minutes(since: now)))
  }

  private static func summary(
    _ hold: Hold, _ offering: Offering, _ moment: BookingMoment, in db: borrowing TenantReader
  ) throws -> VisitSummary {
    let service = offering.service
    let person = offering.practitioners.first { $0.id == hold.assignment.practitioner }
    let (place, isVideo) = (try Places.find(hold.assignment.location, in: db), service.mode == .video)
    let moment = isVideo ? moment : moment.at(place)
    return VisitSummary(
      date: moment.words.date(hold.span.start), time: moment.words.range(hold.span),
      isoStart: InstantText.encode(hold.span.start), zoneLabel: moment.words.label(at: hold.span.start),
      service: service.name, practitioner: person?.name ?? "",
      place: isVideo ? moment.call.text.text("booking.byVideo") : Places.address(place, in: db),
      clock: VisitSummary.clock(hold.span.start, at: place, isVideo: isVideo, moment.words, moment.call.text),
      price: service.priceMinor > 0 ? moment.money(service.priceMinor) : nil,
      policy: VisitSummary.policy(
        start: hold.span.start, noticeMinutes: service.cancelNoticeMinutes,
        lateFee: service.lateFeeMinor > 0 ? moment.money(service.lateFeeMinor) : nil, now: moment.call.now,
        moment.words,
        moment.call.text))
  }
}
