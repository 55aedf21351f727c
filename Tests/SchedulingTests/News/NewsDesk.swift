import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// Somebody at the front desk who looks at the bell while patients book, move and cancel.
struct NewsDesk {
  let clinic: Clinic
  let walk: BookingWalk
  let staff = TestBrowser()
  var practice: TestPractice { clinic.practice }

  init() throws {
    clinic = try Clinic()
    walk = BookingWalk(clinic: clinic)
    walk.browser.now = Instant.now
    staff.now = walk.browser.now
    try staff.signIn(practice.bob, of: practice)
    // What was before somebody came is no news to them.
    try change { [now = staff.now] tx in
      try tx.execute(
        "UPDATE identity_user SET created_at = \(now.adding(days: -90)) WHERE practice_id = \(tx.scope)")
    }
  }

  func later(minutes: Int) {
    walk.browser.now = walk.browser.now.adding(minutes: minutes)
    staff.now = walk.browser.now
  }

  /// A visit that a patient books themselves, two weeks ahead.
  /// - Returns: the page of the visit, and the times it can be moved to.
  func book(
    with practitioner: EntityID? = nil, given: String = "Erika", email: String = "erika@example.org", at index: Int = 0
  ) throws -> (path: String, times: [String]) {
    let practitioner = practitioner ?? clinic.mira
    let times = walk.times(clinic.talk, with: practitioner, on: try walk.day())
    let details = BookingWalk.details.merging(["given": given, "email": email]) { $1 }
    let answer = try walk.confirm(walk.hold(clinic.talk, times[index], with: practitioner), details)
    let path = String(try #require(answer.location).prefix { $0 != "?" })
    walk.browser.get(path)
    return (path, times)
  }

  @discardableResult
  func page() -> NewsView { NewsView(staff.get("/news")) }
  func browser(of user: UserID) throws -> TestBrowser {
    let browser = TestBrowser()
    browser.now = staff.now
    try browser.signIn(user, of: practice)
    return browser
  }

  func change(_ body: (borrowing TenantTransaction) throws -> Void) throws {
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.news", "scheduling_appointment", nil), body)
    }
  }
  /// Bookings of pat's by a visitor, one a minute, the last one so many seconds ago.
  func fill(_ count: Int, with practitioner: EntityID? = nil, before seconds: Int64 = 0) throws {
    try change { tx in
      for index in 0..<count {
        let at = staff.now.adding(seconds: -seconds).adding(minutes: -index)
        try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, payment,
            starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
            cancel_notice_minutes, late_fee_minor, source, language, created_at)
          VALUES (\(tx.scope), \(EntityID.make()), \(practice.pat), \(clinic.talk),
            \(practitioner ?? clinic.mira), 'booked', 'due', \(at.adding(days: 3)),
            \(at.adding(days: 3).adding(minutes: 50)), \(at), 'Europe/Berlin', 0, 0, 0, 'EUR', 0, 0, 'online', 'en', \(at))
          """)
      }
    }
  }
  func texts(_ sql: (TenantScope) -> SQL) throws -> [String] {
    try practice.asOperator { db in try db.reader.rows(sql(db.scope)) { try $0.text(0) } }
  }
}

/// What stands on the page.
struct NewsView {
  let answer: TestResponse
  init(_ answer: TestResponse) { self.answer = answer }

  var words: String { answer.words }
  /// In words, as it is read out.
  var bell: String? { answer.value(after: "id=\"bell\" href=\"/news\" data-key=\"b\" aria-label=\"") }
  var rows: Int { answer.body.ranges(of: "class=\"row-link\"").count }
  var newRows: Int { answer.body.ranges(of: "<span class=\"badge badge-info\">New</span>").count }
  var until: String? { answer.value(after: "name=\"until\" value=\"") }
}
