import Core
import Database
import Routing
import Web

/// Who is to act for a patient, as typed and checked.
struct RelatedPersonDraft: Sendable {
  let name: String
  let email: EmailAddress
  let relation: RelatedPerson.Relation
  let validUntil: Instant?

  /// Years that an end may lie ahead: a newborn's majority, and some more.
  static let maximumYears = 25

  static func parse(
    _ values: FormValues, zone: Zone, now: Instant
  ) throws -> (draft: RelatedPersonDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let name = FormRules.line(values, "name", limit: 120, isRequired: true, &errors)
    let typed = FormRules.email(values, "email", &errors)
    if typed.isEmpty { errors.refuse("email", "forms.missing") }
    let relation = RelatedPerson.Relation(rawValue: values["relation"])
    if relation == nil { errors.refuse("relation", "forms.choose") }
    let until = end(values, zone, now, &errors)
    guard errors.isEmpty, let relation else { return (nil, errors) }
    return (
      RelatedPersonDraft(name: name, email: try EmailAddress(typed), relation: relation, validUntil: until), errors
    )
  }

  /// The day that was typed still counts, to its end.
  private static func end(
    _ values: FormValues, _ zone: Zone, _ now: Instant, _ errors: inout FormErrors
  ) -> Instant? {
    let typed = SingleLine.clean(values["until"])
    guard !typed.isEmpty else { return nil }
    let today = zone.local(now).date
    guard let date = LocalDate(text: typed), date >= today, date.days(since: today) <= maximumYears * 366 else {
      errors.refuse("until", "portal.guardian.untilRefused")
      return nil
    }
    return zone.startOfDay(date.adding(days: 1))
  }
}
