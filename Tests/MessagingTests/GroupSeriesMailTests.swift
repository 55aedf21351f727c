import Core
import Crypto
import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Weekly sessions that are moved or called off in one go: who takes part in several of them gets one message.
@Suite struct GroupSeriesMailTests {
  /// Thursday 2030-03-14, 10:30 in Berlin, and the two weeks after.
  private static let starts = [
    Instant(seconds: 1_899_711_000), Instant(seconds: 1_900_315_800), Instant(seconds: 1_900_920_600),
  ]
  private static let later = starts.map { $0.adding(hours: 1) }

  /// Three sessions that were planned together, with a place of the same patient in each.
  private struct Weekly {
    let clinic: Clinic
    let groups = [EntityID.make(), EntityID.make(), EntityID.make()]
    private(set) var visits: [AppointmentID] = []

    init(_ practice: TestPractice, language: Language = .en) throws {
      clinic = try Clinic(practice)
      let (groups, resource, service) = (groups, clinic.resource, clinic.service)
      try clinic.change { tx in
        for (group, start) in zip(groups, starts) {
          try tx.execute(
            """
            INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, places, starts_at, ends_at,
              buffer_before, buffer_after, created_at, series_id)
            VALUES (\(tx.scope), \(group), \(service), \(resource), 8, \(start), \(start.adding(minutes: 50)), 0, 0,
              \(Instant.now), \(groups[0]))
            """)
        }
      }
      for index in groups.indices { visits.append(try join(index, language)) }
    }

    func join(_ index: Int, _ language: Language = .en) throws -> AppointmentID {
      let visit = try clinic.book(at: starts[index], language: language)
      try set("group_id", groups[index], of: visit)
      return visit
    }
    func set(_ column: String, _ value: EntityID, of visit: AppointmentID) throws {
      try clinic.change { tx in
        switch column {
        case "group_id":
          try tx.execute(
            "UPDATE scheduling_appointment SET group_id = \(value) WHERE practice_id = \(tx.scope) AND id = \(visit)")
        case "patient_id":
          try tx.execute(
            "UPDATE scheduling_appointment SET patient_id = \(value) WHERE practice_id = \(tx.scope) AND id = \(visit)")
        default:
          try tx.execute(
            "UPDATE scheduling_appointment SET location_id = \(value) WHERE practice_id = \(tx.scope) AND id = \(visit)"
          )
        }
      }
    }
  }

  private func withWeekly(
    _ language: Language = .en, _ body: (Weekly, TestWorker, ScriptedServer) throws -> Void
  ) throws {
    try withPractice { p in
      let weekly = try Weekly(p, language: language)
      let server = ScriptedServer()
      let worker = try TestWorker(weekly.clinic, server, now: Self.starts[0].adding(days: -5))
      try worker.run()
      #expect(server.mails.count == 3, "each place was booked by itself")
      try body(weekly, worker, server)
      #expect(worker.deadJobs.isEmpty)
    }
  }

  @Test func oneMailListsAllThatWereMoved() throws {
    try withWeekly { weekly, worker, server in
      try weekly.clinic.moveTogether(weekly.visits, to: Self.later, sequence: 1)
      try worker.runPastGrace()
      #expect(server.mails.count == 4)
      let text = try #require(server.mails.last?.text)
      let lines = [
        "3 appointments of the series have changed. They are now on:", "Thursday 14 March 2030, 11:30",
        "Thursday 21 March 2030, 11:30", "Thursday 28 March 2030, 11:30",
      ]
      #expect(text.contains(lines.joined(separator: "\n")), "\(text)")
    }
  }

  @Test(arguments: [
    (Language.en, "2 appointments of the series were cancelled:"), (.de, "2 Termine der Serie wurden abgesagt:"),
    (.he, "שני תורים בסדרה בוטלו:"),
  ])
  func oneMailListsAllThatWereCalledOff(language: Language, words: String) throws {
    try withWeekly(language) { weekly, worker, server in
      try weekly.clinic.cancelTogether(Array(weekly.visits.dropFirst()), sequence: 1)
      try worker.runPastGrace()
      #expect(server.mails.count == 4)
      let text = try #require(server.mails.last?.text)
      #expect(text.contains(words), "\(text)")
      #expect(!text.contains(Clinic.serviceName))
    }
  }

  /// Of somebody else in the same sessions nothing is ever told, and they get a message of their own.
  @Test func nobodyIsToldOfAnother() throws {
    try withWeekly { weekly, worker, server in
      let other = PatientID.make()
      try weekly.clinic.change { tx in
        let name = try tx.seal("Ada\u{1f}Secret", SealedColumn("patients_patient", "sealed_name"), row: other.id)
        let email = try tx.seal("ada@patients.test", SealedColumn("patients_patient", "sealed_email"), row: other.id)
        try tx.execute(
          """
          INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_email, language, created_at, updated_at)
          VALUES (\(tx.scope), \(other), \(name), \(email), 'en', \(Instant.now), \(Instant.now))
          """)
      }
      let theirs = try weekly.join(1)
      try weekly.set("patient_id", other.id, of: theirs)
      try worker.run()
      let seen = server.mails.count
      try weekly.clinic.cancelTogether(weekly.visits + [theirs], sequence: 1)
      try worker.runPastGrace()
      let mails = server.mails.dropFirst(seen)
      #expect(mails.count == 2)
      let ada = try #require(mails.first { $0.to.address == "ada@patients.test" })
      #expect(!ada.text.contains("of the series") && !ada.text.contains("14 March"), "\(ada.text)")
      let own = try #require(mails.first { $0.to.address == "dana@patients.test" })
      #expect(own.text.contains("3 appointments of the series were cancelled:"), "\(own.text)")
    }
  }

  /// With whom and where is said once: what is elsewhere has a message of its own.
  @Test func whatIsElsewhereIsToldByItself() throws {
    try withWeekly { weekly, worker, server in
      let studio = EntityID.make()
      try weekly.clinic.change { tx in
        try TestPractice.addPlace(studio, "Studio", address: "Hafenweg 9", in: tx)
      }
      try weekly.set("location_id", studio, of: weekly.visits[2])
      try weekly.clinic.moveTogether(weekly.visits, to: Self.later, sequence: 1)
      try worker.runPastGrace()
      let texts = server.mails.dropFirst(3).map(\.text)
      #expect(texts.count == 2)
      #expect(
        texts.contains {
          $0.contains("2 appointments of the series have changed") && !$0.contains("28 March")
            && !$0.contains("Hafenweg")
        })
      #expect(texts.contains { $0.contains("Hafenweg 9") && $0.contains("28 March") && !$0.contains("of the series") })
    }
  }

  @Test func sessionsThatWereChangedEachByItselfAreToldByThemselves() throws {
    try withWeekly { weekly, worker, server in
      for (index, visit) in weekly.visits.enumerated() {
        try weekly.clinic.moveTogether([visit], to: [Self.later[index]], sequence: 1)
      }
      try worker.runPastGrace()
      #expect(server.mails.count == 6)
      #expect(!server.mails.contains { $0.text.contains("of the series") })
    }
  }

  /// Two places in one session are one date in the list.
  @Test func aDateStandsOnce() throws {
    try withWeekly { weekly, worker, server in
      let second = try weekly.join(1)
      try worker.run()
      let seen = server.mails.count
      try weekly.clinic.cancelTogether(weekly.visits + [second], sequence: 1)
      try worker.runPastGrace()
      let listed = server.mails.dropFirst(seen).filter { $0.text.contains("of the series were cancelled:") }
      #expect(!listed.isEmpty)
      for mail in listed {
        #expect(mail.text.split(separator: "\n").count { $0.hasPrefix("Thursday 21 March 2030, 10:30") } == 1)
      }
    }
  }
}
