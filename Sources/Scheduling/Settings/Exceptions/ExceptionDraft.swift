import Core
import Routing
import Web

/// A valid exception from the usual week, ready to be written.
struct ExceptionDraft: Sendable {
  /// Longer ones are a change of the usual week.
  static let maximumDays = 366

  /// Nil: the whole practice, or all of a place.
  let resource: ResourceID?
  /// Of nobody in particular: the place it is about.
  let place: WantedPlace
  let first: LocalDate
  let last: LocalDate
  /// Nil: closed.
  let hours: (opens: LocalTime, closes: LocalTime)?
  let reason: String

  /// - Parameters:
  ///   - owners: that the form offered.
  ///   - today: what is over cannot be changed any more.
  static func parse(_ values: FormValues, owners: [ExceptionOwner], today: LocalDate) -> (
    draft: ExceptionDraft?, errors: FormErrors
  ) {
    var errors = FormErrors()
    let owner = owners.first { $0.code == values["owner"] }
    if owner == nil { errors.refuse("owner", "forms.choose") }
    let first = date(values, "first", &errors)
    let last = values["last"].isEmpty ? first : date(values, "last", &errors)
    if let first, let last {
      if last < first { errors.refuse("last", "scheduleSettings.datesOrder") }
      if last < today { errors.refuse("last", "scheduleSettings.datesOver") }
      if last.days(since: first) >= maximumDays { errors.refuse("last", "scheduleSettings.datesLong") }
      if last.days(since: today) > 5 * 366 { errors.refuse("last", "scheduleSettings.datesFar") }
    }
    if values["kind"] != "closed" && values["kind"] != "hours" { errors.refuse("kind", "forms.choose") }
    let hours = values["kind"] == "hours" ? hours(values, &errors) : nil
    let reason = FormRules.line(values, "reason", limit: 120, &errors)
    guard errors.isEmpty, let owner, let first, let last else { return (nil, errors) }
    return (
      ExceptionDraft(
        resource: owner.resource, place: owner.place, first: first, last: last, hours: hours, reason: reason),
      errors
    )
  }

  private static func date(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> LocalDate? {
    guard let date = LocalDate(text: SingleLine.clean(values[field])) else {
      errors.refuse(field, "scheduleSettings.dateMissing")
      return nil
    }
    return date
  }

  private static func hours(_ values: FormValues, _ errors: inout FormErrors) -> (opens: LocalTime, closes: LocalTime)?
  {
    guard let opens = LocalTime(text: values["opens"]) else {
      errors.refuse("opens", "scheduleSettings.timeMissing")
      return nil
    }
    guard let typed = LocalTime(text: values["closes"]),
      let closes = LocalTime(minutes: typed.minutes == 0 ? 1440 : typed.minutes)
    else {
      errors.refuse("closes", "scheduleSettings.timeMissing")
      return nil
    }
    guard opens.minutes % 5 == 0, closes.minutes % 5 == 0 else {
      errors.refuse("closes", "scheduleSettings.timeSteps")
      return nil
    }
    guard opens < closes else {
      errors.refuse("closes", "scheduleSettings.timeOrder")
      return nil
    }
    return (opens, closes)
  }
}
