import Core
import Database
import Routing
import Templates
import Web

/// Who would want a free time, and the way to offer it to one of them by hand.
enum WaitlistGapHandlers {
  /// How far from the asked start a wish may find one of its own: half an hour, as long as most visits.
  private static let reachMinutes = 30

  /// `GET /calendar/waitlist/gap?date=…&time=…&practitioner=…`, or `start` and `with` as the calendar says them.
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let forms = try AppointmentForms(call, db)
    let isAsked = call.query["time"] != nil
    let draft =
      isAsked ? AppointmentDraft(call.query) : .prefilled(call.query, today: forms.zone.local(call.now).date)
    let isComplete = isAsked || !draft["time"].isEmpty && !draft["practitioner"].isEmpty
    var errors = FormErrors()
    guard isComplete, let (practitioner, start) = question(draft, forms, &errors) else {
      return .page(page(draft, errors, nil, forms), status: errors.isEmpty ? 200 : 422)
    }
    return .page(page(draft, errors, try found(practitioner, start, notice: nil, forms, in: db), forms))
  }

  /// `POST /calendar/waitlist/{entry}/offer`
  static func offer(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let entry = try WaitlistHandlers.reached(call, in: db.reader)
    let (forms, draft) = (try AppointmentForms(call, db.reader), AppointmentDraft(call.form))
    var errors = FormErrors()
    guard let (practitioner, start) = question(draft, forms, &errors) else {
      return .page(page(draft, errors, nil, forms), status: 422)
    }
    do {
      _ = try Offers.make(
        to: entry, at: start, place: WantedPlace(code: draft["at"]), with: practitioner, by: db.scope.actor.user,
        now: call.now, in: db)
      return .redirect(WaitlistHandlers.path + "?done=offered")
    } catch let refusal as OfferRefusal {
      let obstacle: WishObstacle? = if case .obstacle(let found) = refusal { found } else { nil }
      return try refused(obstacle, practitioner, start, draft, forms, in: db.reader)
    } catch is SlotRefusal {
      return try refused(.notFree, practitioner, start, draft, forms, in: db.reader)
    }
  }

  private static func refused(
    _ obstacle: WishObstacle?, _ practitioner: ResourceID, _ start: Instant, _ draft: AppointmentDraft,
    _ forms: AppointmentForms, in db: borrowing TenantReader
  ) throws -> Reply {
    let words = WishWords(call: forms.call, places: try PlaceNames.read(in: db))
    let notice = obstacle.map(words.reason) ?? forms.call.text.text("waitlist.over")
    let answer = try found(practitioner, start, notice: notice, forms, in: db)
    return .page(page(draft, FormErrors(), answer, forms), status: 409)
  }

  private static func question(
    _ draft: AppointmentDraft, _ forms: AppointmentForms, _ errors: inout FormErrors
  ) -> (practitioner: ResourceID, start: Instant)? {
    let found = forms.resources.first { $0.id.description == draft["practitioner"] && $0.kind == .practitioner }
    if found == nil { errors.refuse("practitioner", "calendar.form.practitioner.missing") }
    let start = draft.start(zone: forms.zone, &errors, formats: forms.call.formats)
    guard errors.isEmpty, let found, let start else { return nil }
    return (found.id, start)
  }

  private static func found(
    _ practitioner: ResourceID, _ start: Instant, notice: String?, _ forms: AppointmentForms,
    in db: borrowing TenantReader
  ) throws -> GapAnswer {
    let (call, zone) = (forms.call, forms.zone)
    let places = try PlaceNames.read(in: db)
    let words = WishWords(call: call, places: places)
    let span = TimeSpan(start: start, end: start.adding(minutes: reachMinutes))
    let reach = try PatientReach.of(.readSchedule, now: call.now, in: db)
    let waiting = try WaitingPatients.all(for: practitioner, span, within: reach, now: call.now, in: db)
    let gap = try Gap.read(practitioner, span, for: Set(waiting.map(\.entry.wish.service)), now: call.now, in: db)
    let services = Dictionary(uniqueKeysWithValues: try ServiceRecords.all(in: db).map { ($0.id, $0.name) })
    let people = Dictionary(uniqueKeysWithValues: try Resources.all(in: db).map { ($0.id, $0.name) })
    let canChange = CalendarHandlers.canChange(db.scope)
    return GapAnswer(
      heading: call.text.text(
        "waitlist.gap.heading", ["moment": words.moment(start), "person": people[practitioner] ?? ""]),
      notice: notice,
      rows: waiting.map { patient in
        let (found, obstacle) = gap.start(for: patient)
        let wish = patient.entry.wish
        let person = wish.practitioner.flatMap { people[$0] }
        let local = found.map { zone.local($0.start) }
        let place = found.flatMap { places.areSeveral && !$0.isByVideo ? ", " + places.name($0.location) : nil }
        return GapRow(
          who: patient.name?.full ?? call.text.text("calendar.outOfReach"), isNamed: patient.name != nil,
          what: patient.name == nil ? "" : words.what(services[wish.service] ?? "", person),
          when: words.when(wish), start: local.map { call.formats.time($0.time) + (place ?? "") },
          reason: obstacle.map(words.reason),
          action: canChange && patient.name != nil && found != nil
            ? WaitlistHandlers.path + "/\(patient.entry.id)/offer" : nil,
          hidden: [
            HiddenField(name: "date", value: local?.date.description ?? ""),
            HiddenField(name: "time", value: local?.time.description ?? ""),
            HiddenField(name: "practitioner", value: practitioner.description),
            HiddenField(name: "at", value: found?.place.code ?? ""),
          ])
      })
  }

  private static func page(
    _ draft: AppointmentDraft, _ errors: FormErrors, _ answer: GapAnswer?, _ forms: AppointmentForms
  ) -> WaitlistGapPage {
    WaitlistGapPage(
      title: forms.call.text.text("waitlist.gap.title"), errors: errors.problems(in: forms.call.text),
      practitioner: forms.select("practitioner", .practitioner, draft, errors),
      time: TimeFields(draft, errors, zone: forms.zone, saysPast: false, forms.call), answer: answer)
  }
}

extension WishWords {
  /// Why a wish is not offered a time.
  func reason(_ obstacle: WishObstacle) -> String {
    let text = call.text
    return switch obstacle {
    case .offered: text.text("waitlist.why.offered")
    case .otherPractitioner: text.text("waitlist.why.otherPractitioner")
    case .otherPlace: text.text("waitlist.why.otherPlace")
    case .otherWeekday: text.text("waitlist.why.otherWeekday")
    case .otherPart: text.text("waitlist.why.otherPart")
    case .before: text.text("waitlist.why.before")
    case .after: text.text("waitlist.why.after")
    case .notOffered: text.text("waitlist.why.notOffered")
    case .offline: text.text("waitlist.why.offline")
    case .notFree: text.text("waitlist.why.notFree")
    case .window: text.text("waitlist.why.window")
    case .notice: text.text("waitlist.why.notice")
    case .noTimeToAnswer: text.text("waitlist.why.noTimeToAnswer")
    case .freedIt: text.text("waitlist.why.freedIt")
    case .offeredBefore: text.text("waitlist.why.offeredBefore")
    case .busy: text.text("waitlist.why.busy")
    case .restricted: text.text("waitlist.why.restricted")
    case .noAddress: text.text("waitlist.why.noAddress")
    }
  }
}
