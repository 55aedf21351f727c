import Core
import Database
import Routing
import Templates
import Web

/// The part of a form that says what somebody waits for: the same for staff and for patients.
enum WishForm {
  static let groups = ["weekday", "part"]
  static let names = ["service", "practitioner", "at", "first", "last", "noticeHours"]
  /// Longer ones are no wish for a time that becomes free.
  static let maximumDays = 366

  /// Any day, any time, a day's notice.
  static func empty(service: String, practitioner: String, place: WantedPlace) -> FormValues {
    FormValues(
      ["service": service, "practitioner": practitioner, "at": place.code ?? "", "noticeHours": "24"],
      groups: [
        "weekday": Set(TimeWish.everyDay.map(String.init)), "part": Set(DayPart.Name.allCases.map(\.rawValue)),
      ])
  }
  static func values(_ wish: TimeWish) -> FormValues {
    FormValues(
      [
        "service": wish.service.description, "practitioner": wish.practitioner?.description ?? "",
        "at": wish.place.code ?? "",
        "first": wish.first?.description ?? "", "last": wish.last?.description ?? "",
        "noticeHours": String(wish.noticeHours),
      ], groups: ["weekday": Set(wish.weekdays.map(String.init)), "part": Set(wish.parts.map(\.rawValue))])
  }
  static func typed(_ form: Form) -> FormValues { FormValues(form, groups: groups) }

  /// - Parameters:
  ///   - services: nil where it is chosen already.
  ///   - places: that can be wished for; none where there is only one.
  static func controls(
    _ call: Call, _ values: FormValues, _ errors: FormErrors, services: [Service]?, practitioners: [Resource],
    places: [(place: WantedPlace, name: String)]
  ) -> [FormControl] {
    let text = call.text
    var form = FormBuilder(text, values, errors: errors)
    if let services {
      form.choice(
        "service", [("", text.text("waitlist.choose"))] + services.map { ($0.id.description, $0.name) },
        "waitlist.service")
    }
    form.choice(
      "practitioner", [("", text.text("waitlist.anyone"))] + practitioners.map { ($0.id.description, $0.name) },
      "waitlist.practitioner")
    if !places.isEmpty {
      form.choice(
        "at", [("", text.text("calendar.form.anyPlace"))] + places.map { ($0.place.code ?? "", $0.name) },
        "waitlist.place", hint: "waitlist.placeHint")
    }
    form.checks(
      "weekday", TimeWish.everyDay.map { (String($0), call.formats.weekday($0, .long)) }, "waitlist.weekdays")
    form.checks("part", DayPart.Name.allCases.map { ($0.rawValue, text.text($0.label)) }, "waitlist.parts")
    form.line("first", type: "date", "waitlist.first")
    form.line("last", type: "date", "waitlist.last", hint: "waitlist.lastHint")
    form.number("noticeHours", TimeWish.noticeHours, "waitlist.notice", hint: "waitlist.noticeHint")
    return form.controls
  }

  /// - Parameters:
  ///   - offering: of the service that was chosen; nil where none was.
  ///   - places: that the form offered.
  ///   - locations: where an offering can be had at all.
  static func parse(
    _ values: FormValues, _ offering: Offering?, places: [WantedPlace], today: LocalDate, _ errors: inout FormErrors,
    locations: (Offering) throws -> Set<LocationID?>
  ) throws -> TimeWish? {
    let service = offering?.service
    if service == nil { errors.refuse("service", "waitlist.serviceMissing") }
    let practitioner = ResourceID(text: values["practitioner"])
    if !values["practitioner"].isEmpty, !(offering?.practitioners.contains { $0.id == practitioner } ?? false) {
      errors.refuse("practitioner", "waitlist.practitionerOther")
    }
    let place = places.first { $0.code == values["at"] }
    if !values["at"].isEmpty, place == nil { errors.refuse("at", "forms.choose") }
    // What can never become free there would be waited for in vain.
    if errors.isEmpty, let offering, let exact = place?.exact, offering.service.mode != .video {
      if try !locations(offering).contains(exact) {
        errors.refuse("at", "waitlist.placeOther")
      } else if let practitioner, try !locations(offering.limited(to: practitioner)).contains(exact) {
        errors.refuse("at", "waitlist.placeNotTheirs")
      }
    }
    let weekdays = Set(values.group("weekday").compactMap { Int($0) }).intersection(TimeWish.everyDay)
    if weekdays.isEmpty { errors.refuse("weekday", "waitlist.weekdayMissing") }
    let parts = Set(values.group("part").compactMap { DayPart.Name(rawValue: $0) })
    if parts.isEmpty { errors.refuse("part", "waitlist.partMissing") }
    let (first, last) = (date(values, "first", &errors), date(values, "last", &errors))
    if let last, last < max(first ?? today, today) { errors.refuse("last", "waitlist.datesOrder") }
    for (field, date) in [("first", first), ("last", last)] {
      if let date, date.days(since: today) > maximumDays { errors.refuse(field, "waitlist.datesFar") }
    }
    let notice = FormRules.number(values, "noticeHours", in: TimeWish.noticeHours, &errors)
    guard errors.isEmpty, let service else { return nil }
    return TimeWish(
      service: service.id, practitioner: practitioner, weekdays: weekdays, parts: parts, first: first, last: last,
      noticeHours: notice, place: service.mode == .video ? .any : place ?? .any)
  }

  private static func date(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> LocalDate? {
    let typed = SingleLine.clean(values[field])
    guard !typed.isEmpty else { return nil }
    guard let date = LocalDate(text: typed), (1970...2200).contains(date.year) else {
      errors.refuse(field, "calendar.form.date.invalid")
      return nil
    }
    return date
  }
}
