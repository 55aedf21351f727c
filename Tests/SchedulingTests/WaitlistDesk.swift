import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A front desk with a waitlist, a visitor, and the worker that offers freed times. It is Monday morning in Berlin.
struct WaitlistDesk {
  let both: RequestDesk
  var desk: CalendarDesk { both.desk }
  var clinic: Clinic { both.clinic }
  /// Wednesday, 10:00 in Berlin.
  static let start = "2027-03-10T09:00Z"

  init(_ change: SQL = "notice_minutes = 120") throws { both = try RequestDesk(change) }

  var now: Instant { desk.browser.now }

  func patient(_ given: String, hasAddress: Bool = true) throws -> PatientID {
    let id = PatientID.make()
    try write { tx in
      try TestPractice.add(id, in: tx)
      let name = try tx.seal("\(given)\u{1f}Example", SealedColumn("patients_patient", "sealed_name"), row: id.id)
      let email = try tx.seal(
        "\(given.lowercased())@patients.test", SealedColumn("patients_patient", "sealed_email"), row: id.id)
      try tx.execute(
        """
        UPDATE patients_patient SET sealed_name = \(name), sealed_email = \(hasAddress ? email : nil)
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
    }
    return id
  }

  /// A wish for a talk on any day at any time, unless told otherwise; each a second after the one before.
  @discardableResult
  func wish(
    of patient: PatientID, service: EntityID? = nil, practitioner: EntityID? = nil, weekdays: Set<Int> = Set(1...7),
    parts: Set<DayPart.Name> = Set(DayPart.Name.allCases), first: String? = nil, last: String? = nil, notice: Int = 0,
    place: WantedPlace = .any
  ) throws -> WaitlistEntryID {
    desk.browser.now = desk.browser.now.adding(seconds: 1)
    let id = WaitlistEntryID.make()
    let wish = TimeWish(
      service: ServiceID(service ?? clinic.talk), practitioner: practitioner.map { ResourceID($0) },
      weekdays: weekdays, parts: parts, first: first.flatMap { LocalDate(text: $0) },
      last: last.flatMap { LocalDate(text: $0) }, noticeHours: notice, place: place)
    try write { [now] tx in
      try WaitlistEntries.insert(id, wish, for: patient, source: .staff, visitor: nil, now: now, in: tx)
    }
    return id
  }

  func write(_ body: (borrowing TenantTransaction) throws -> Void) throws {
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.waitlist", "scheduling_waitlist_entry", nil), body)
    }
  }

  /// The session locks while hours pass.
  func unlock() throws { try desk.browser.signIn(clinic.practice.bob, of: clinic.practice) }

  /// Books for a patient by the front desk; the time is Berlin's.
  func book(
    _ patient: PatientID, date: String = "2027-03-10", _ time: String = "10:00", with person: EntityID? = nil
  ) throws -> String {
    try unlock()
    return try desk.book([
      "patient": "\(patient)", "date": date, "time": time, "practitioner": "\(person ?? clinic.mira)",
    ]).id
  }
  func cancel(_ id: String, version: Int = 1) -> TestResponse {
    desk.act(id, "cancellation", version: version, ["reason": "asked for it"])
  }

  /// What the worker does with every freed time that is due, in the order of the queue. `seconds` pass first.
  func work(after seconds: Int64 = 0) throws {
    desk.browser.now = desk.browser.now.adding(seconds: seconds)
    both.walk.browser.now = desk.browser.now
    for job in try freedJobs() {
      let outcome = try clinic.practice.enter(.job) { [now] db in try Cascade.run(job, now, db) }
      #expect(outcome == .done)
    }
  }
  /// Jobs are never taken away here: each runs again and again, as after a worker that died.
  private func freedJobs() throws -> [ClaimedJob] {
    try clinic.practice.asOperator { [now] db in
      let practice = db.scope.practice
      return try db.reader.rows(
        """
        SELECT id, kind, payload FROM jobs_job
        WHERE practice_id = \(db.scope) AND kind = 'waitlist.freed' AND run_at <= \(now) ORDER BY run_at, id
        """
      ) { ClaimedJob(practice: practice, id: try $0.id(0), kind: try $0.text(1), payload: try $0.text(2), attempt: 1) }
    }
  }
  func sweep(after seconds: Int64 = 0) throws {
    desk.browser.now = desk.browser.now.adding(seconds: seconds)
    both.walk.browser.now = desk.browser.now
    _ = try both.sweep(now)
  }

  /// "Ada offered 2027-03-10T09:00Z", in the order in which they were made.
  func offers() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT p.id, p.sealed_name, o.state, o.starts_at FROM scheduling_offer o
        JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
        JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
        WHERE o.practice_id = \(db.scope) ORDER BY o.created_at, o.id
        """
      ) { row in
        let name = CalendarEntries.name(try row.opened(1, CalendarEntries.patientName, row: try row.id(0)))
        return "\(name.given) \(try row.text(2)) \(InstantText.encode(try row.instant(3)))"
      }
    }
  }
  func wishes() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT state, unanswered FROM scheduling_waitlist_entry WHERE practice_id = \(db.scope)
        ORDER BY created_at, id
        """
      ) { "\(try $0.text(0)) \(try $0.int(1))" }
    }
  }
  /// The link in the mail about the offer that waits for an answer.
  func link() throws -> String {
    try desk.read { db in
      let id = try #require(
        try db.first("SELECT id FROM scheduling_offer WHERE practice_id = \(db.scope) AND state = 'offered'") {
          try $0.id(0)
        })
      return "/\(db.practice.slug)/offers/\(try db.offerToken(id).text)"
    }
  }
  /// Everything that is taken: who by, in order of time.
  func claims() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT c.starts_at, c.appointment_id IS NOT NULL FROM scheduling_claim c
        WHERE c.practice_id = \(db.scope) ORDER BY c.starts_at, c.resource_id, c.lane
        """
      ) { "\(InstantText.encode(try $0.instant(0))) \(try $0.bool(1) ? "appointment" : "hold")" }
    }
  }
}
