import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// Who sees only some patients is told of those, of each kind, and for as long as they see them.
@Suite struct NewsReachTests {
  /// Alice is Mira Specimen and sees her own patients: Erika, and not Otto, who comes to somebody else.
  private struct Ward {
    let desk: NewsDesk
    let alice: TestBrowser

    func news(_ browser: TestBrowser) -> NewsView { NewsView(browser.get("/news")) }

    init() throws {
      let desk = try NewsDesk()
      self.desk = desk
      try desk.change { tx in
        try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
        try tx.execute(
          """
          UPDATE scheduling_resource SET user_id = \(desk.practice.alice)
          WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.mira)
          """)
      }
      alice = try desk.browser(of: desk.practice.alice)
    }

    func bookOtto() throws -> PatientID {
      _ = try desk.book(with: desk.clinic.jonas, given: "Otto", email: "otto@example.org")
      return try patient(of: desk.clinic.jonas)
    }
    func bookErika() throws -> PatientID {
      _ = try desk.book(with: desk.clinic.mira, at: 3)
      return try patient(of: desk.clinic.mira)
    }
    private func patient(of practitioner: EntityID) throws -> PatientID {
      let found = try desk.practice.asOperator { db in
        try db.reader.first(
          """
          SELECT patient_id FROM scheduling_appointment
          WHERE practice_id = \(db.scope) AND practitioner_id = \(practitioner)
          """
        ) { try $0.id(0, as: PatientID.self) }
      }
      return try #require(found)
    }

    /// Something a patient wrote, and a message about their visit that did not go out.
    func addMessageAndFailure(_ patient: PatientID) throws {
      try desk.change { tx in
        let (message, notice) = (EntityID.make(), EntityID.make())
        try tx.execute(
          """
          INSERT INTO messaging_message (practice_id, id, patient_id, author, medium, sealed_text, form_key, written_at,
            is_open)
          VALUES (\(tx.scope), \(message), \(patient), 'patient', 'portal', 'x', \(message), \(desk.staff.now), TRUE)
          """)
        let recipient = try tx.seal("x", SealedColumn("messaging_notice", "sealed_recipient"), row: notice)
        try tx.execute(
          """
          INSERT INTO messaging_notice (practice_id, id, appointment_id, occurrence, rule, channel, language,
            sealed_recipient, state, reason, send_at, created_at, ended_at)
          SELECT \(tx.scope), \(notice), a.id, 0, 'reminder2h', 'email', 'en', \(recipient), 'failed', 'refused',
            \(desk.staff.now), \(desk.staff.now), \(desk.staff.now)
          FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope) AND a.patient_id = \(patient)
          """)
      }
    }
    func openInEmergency(_ patient: PatientID, hours: Int) throws {
      try desk.change { tx in
        let id = EntityID.make()
        let reason = try tx.seal(
          "fell", SealedColumn("patients_emergency_access", "sealed_reason"), row: id, patient: patient)
        try tx.execute(
          """
          INSERT INTO patients_emergency_access (practice_id, id, user_id, patient_id, sealed_reason, created_at,
            expires_at)
          VALUES (\(tx.scope), \(id), \(desk.practice.alice), \(patient), \(reason), \(desk.staff.now),
            \(desk.staff.now.adding(hours: hours)))
          """)
      }
    }
  }

  @Test func whatWasReachedInAnEmergencyIsNotReachedAfterIt() throws {
    let ward = try Ward()
    let (desk, alice) = (ward.desk, ward.alice)
    let otto = try ward.bookOtto()
    #expect(ward.news(alice).rows == 0)
    try ward.openInEmergency(otto, hours: 1)
    let open = ward.news(alice)
    #expect(open.rows == 1 && open.bell == "News: 1 new" && open.words.contains("Otto"))
    let then = desk.staff.now
    desk.later(minutes: 120)
    alice.now = desk.staff.now
    try alice.signIn(desk.practice.alice, of: desk.practice)
    #expect(ward.news(alice).rows == 0 && ward.news(alice).bell == "News: nothing new")
    // What the page was asked for as it stood then is asked by who reads it now.
    for until in [open.until ?? "", "\(then.microseconds)", "\(then.adding(minutes: 30).microseconds)"] {
      let back = NewsView(alice.get("/news?until=" + until))
      #expect(back.answer.status == 200 && back.rows == 0 && !back.words.contains("Otto"), "\(until)")
    }
  }

  @Test func messagesAndFailuresAreOfOnesOwnPatientsToo() throws {
    let ward = try Ward()
    for patient in [try ward.bookOtto(), try ward.bookErika()] { try ward.addMessageAndFailure(patient) }
    let own = ward.news(ward.alice)
    #expect(own.rows == 3 && own.bell == "News: 3 new" && !own.words.contains("Otto"), "\(own.words)")
    for words in ["Booked online", "Wrote to the practice", "A message did not go out"] {
      #expect(own.words.contains("Erika Mustermann " + words), "\(own.words)")
    }
    #expect(ward.desk.page().rows == 6)
  }

  @Test func whoSupervisesIsToldOfThePatientsOfThoseTheySupervise() throws {
    let ward = try Ward()
    let desk = ward.desk
    let supervisor = UserID.make()
    try desk.change { tx in
      try TestPractice.add(
        supervisor, "Sue Visor", "sue@\(desk.practice.slug).example", .supervisor, in: tx)
      try tx.execute(
        """
        UPDATE identity_user SET created_at = \(desk.staff.now.adding(days: -90))
        WHERE practice_id = \(tx.scope) AND id = \(supervisor)
        """)
    }
    for patient in [try ward.bookOtto(), try ward.bookErika()] { try ward.addMessageAndFailure(patient) }
    let browser = try desk.browser(of: supervisor)
    #expect(ward.news(browser).rows == 0 && ward.news(browser).bell == "News: nothing new")
    try desk.change { tx in
      try tx.execute(
        """
        INSERT INTO identity_supervision (practice_id, supervisor_id, supervisee_id, created_at)
        VALUES (\(tx.scope), \(supervisor), \(desk.practice.alice), \(desk.staff.now))
        """)
    }
    let page = ward.news(browser)
    #expect(page.rows == 2 && page.bell == "News: 2 new" && !page.words.contains("Otto"), "\(page.words)")
    #expect(!page.words.contains("did not go out"), "failures are for who handles messages")
  }

  /// Among so much of others nobody looks for one's own on every page.
  @Test func whereNotAllWasLookedThroughTheBellAndThePageSaySo() throws {
    let ward = try Ward()
    let desk = ward.desk
    try desk.fill(500, with: desk.clinic.jonas)
    let none = ward.news(ward.alice)
    #expect(none.bell == "News: perhaps something new" && none.answer.body.contains(">?</span>"))
    #expect(none.rows == 0 && none.words.contains("Only the newest 500 of each kind"), "\(none.words)")
    _ = try ward.bookErika()
    let one = ward.news(ward.alice)
    #expect(one.bell == "News: 1 new, perhaps more" && one.answer.body.contains(">1+</span>"))
    let all = desk.page()
    #expect(all.bell == "News: more than 9 new" && !all.words.contains("Only the newest"))
  }
}
