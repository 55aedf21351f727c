import Core
import Database
import Routing
import Templates
import Web

enum WaitlistNewHandlers {
  /// `GET /calendar/waitlist/new`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let values = WishForm.empty(
      service: call.query["service"] ?? "", practitioner: call.query["practitioner"] ?? "",
      place: .any)
    let draft = AppointmentDraft(["patient": call.query["patient"] ?? ""])
    return .page(try page(call, draft, values, FormErrors(), in: db))
  }

  /// `POST /calendar/waitlist/draft`: the form with the patients whose names hold what was typed. Writes nothing.
  static func search(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    .page(try page(call, AppointmentDraft(call.form), WishForm.typed(call.form), FormErrors(), in: db.reader))
  }

  /// `POST /calendar/waitlist`
  static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (draft, values) = (AppointmentDraft(call.form), WishForm.typed(call.form))
    var errors = FormErrors()
    let reach = try PatientReach.of(.changeSchedule, now: call.now, in: db.reader)
    let patient = try PatientID(text: draft["patient"]).flatMap {
      try PatientLookup.find($0, within: reach, in: db.reader)
    }
    if patient == nil { errors.refuse("search", "waitlist.patientMissing") }
    let wish = try WishForms.parse(call, values, &errors, chosen: .any, in: db.reader)
    guard errors.isEmpty, let wish, let patient else {
      return .page(try page(call, draft, values, errors, in: db.reader), status: 422)
    }
    let id = WaitlistEntryID.make()
    let event = AuditEvent("waitlist.add", "scheduling_waitlist_entry", id.id, patient: patient.id)
    try db.transaction(event) { tx in
      try WaitlistEntries.insert(id, wish, for: patient.id, source: .staff, visitor: nil, now: call.now, in: tx)
      try WaitlistEntries.announce(id, now: call.now, in: tx)
    }
    return .redirect(WaitlistHandlers.path + "?done=added")
  }

  private static func page(
    _ call: Call, _ draft: AppointmentDraft, _ values: FormValues, _ errors: FormErrors, in db: borrowing TenantReader
  ) throws -> WaitlistNewPage {
    WaitlistNewPage(
      title: call.text.text("waitlist.new"), errors: errors.problems(in: call.text),
      search: draft.field("search", errors, call), wasSearched: !draft["search"].isEmpty,
      matches: try PatientFields.matches(draft, now: call.now, in: db),
      controls: try WishForms.controls(call, values, errors, chosen: .any, in: db))
  }
}

/// The wish of a form of staff, with the practice's lists.
enum WishForms {
  /// - Parameter chosen: the place of the wish that is changed.
  static func controls(
    _ call: Call, _ values: FormValues, _ errors: FormErrors, chosen: WantedPlace, in db: borrowing TenantReader
  ) throws -> [FormControl] {
    WishForm.controls(
      call, values, errors, services: try Services.active(in: db),
      practitioners: try Resources.active(in: db).filter { $0.kind == .practitioner },
      places: try places(chosen, .read(in: db), in: db))
  }

  static func places(
    _ chosen: WantedPlace, _ names: PlaceNames, in db: borrowing TenantReader
  ) throws -> [(place: WantedPlace, name: String)] {
    names.choices(try Places.choices(also: Set([chosen.location].compactMap { $0 }), in: db), chosen: chosen)
  }

  static func parse(
    _ call: Call, _ values: FormValues, _ errors: inout FormErrors, chosen: WantedPlace, in db: borrowing TenantReader
  ) throws -> TimeWish? {
    let names = try PlaceNames.read(in: db)
    let places = try places(chosen, names, in: db).map(\.place)
    let offering = try Services.active(in: db).first { $0.id.description == values["service"] }.map {
      try Offering.of($0, in: db)
    }
    let today = names.today(call.now)
    return try WishForm.parse(values, offering, places: places, today: today, &errors) {
      try locations($0, today, now: call.now, in: db)
    }
  }

  /// Where it can be had as far ahead as somebody can wish.
  static func locations(
    _ offering: Offering, _ today: LocalDate, now: Instant, in db: borrowing TenantReader
  ) throws -> Set<LocationID?> {
    try offering.locations(from: today, through: today.adding(days: WishForm.maximumDays), now: now, in: db)
  }
}
