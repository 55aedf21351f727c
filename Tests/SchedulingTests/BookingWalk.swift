import Core
import TestSupport
import Testing

/// A visitor's way through the public pages, as steps that tests combine.
struct BookingWalk {
  let clinic: Clinic
  let browser = TestBrowser()
  var base: String { "/\(clinic.slug)/book" }

  static let details = [
    "given": "Erika", "family": "Mustermann", "email": "erika@example.org", "phone": "+49 30 5550142", "note": "Hello",
    "language": "en",
  ]

  /// Opens the page for a service and gives the instants of its time buttons.
  func times(_ service: EntityID, with practitioner: EntityID? = nil, on date: String? = nil) -> [String] {
    var target = base + "?service=\(service)"
    if let practitioner { target += "&with=\(practitioner)" }
    if let date { target += "&date=\(date)" }
    return browser.get(target).values(after: "name=\"start\" value=\"")
  }

  func hold(_ service: EntityID, _ start: String, with practitioner: EntityID? = nil) -> TestResponse {
    var fields = ["service": "\(service)", "start": start]
    if let practitioner { fields["with"] = "\(practitioner)" }
    // The form carries a token, so a page comes first.
    if browser.csrf.isEmpty { _ = times(service) }
    return browser.post(base + "/holds", fields)
  }

  /// From a kept time to the page of the booked visit.
  func confirm(_ hold: TestResponse, _ details: [String: String] = details) throws -> TestResponse {
    let target = try #require(hold.location)
    browser.get(target)
    let review = browser.post(target + "/review", details)
    #expect(review.status == 200, "\(review.words)")
    return browser.post(target + "/confirmation", details)
  }

  /// A day two weeks ahead in the clinic's zone, so that notice and horizon do not interfere.
  func day(_ ahead: Int = 14) throws -> String {
    let zone = try Zone(name: "Europe/Berlin")
    return zone.local(browser.now).date.adding(days: ahead).description
  }
}
