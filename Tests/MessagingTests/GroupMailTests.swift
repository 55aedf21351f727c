import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// What who takes part in a group session is told: each of their own visit alone, and nobody of anybody.
@Suite struct GroupMailTests {
  /// Thursday 2030-03-14, 10:30 in Berlin.
  private static let start = Instant(seconds: 1_899_711_000)
  private static let names = ["Ada", "Ben", "Cem"]

  /// Three patients of a session with places for four; their mails go to addresses of their own.
  private struct Session {
    let clinic: Clinic
    let group = EntityID.make()
    private(set) var visits: [AppointmentID] = []

    init(_ practice: TestPractice, language: Language) throws {
      clinic = try Clinic(practice)
      let (group, resource, service) = (group, clinic.resource, clinic.service)
      try clinic.change { tx in
        try tx.execute(
          "UPDATE scheduling_service SET places = 4 WHERE practice_id = \(tx.scope) AND id = \(service)")
        try tx.execute(
          """
          INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, places, starts_at, ends_at,
            buffer_before, buffer_after, created_at)
          VALUES (\(tx.scope), \(group), \(service), \(resource), 4, \(start), \(start.adding(minutes: 50)), 0, 0,
            \(Instant.now))
          """)
      }
      for name in names { visits.append(try join(name, language: language)) }
    }

    func join(_ name: String, language: Language, as known: PatientID? = nil) throws -> AppointmentID {
      let patient = known ?? PatientID.make()
      let visit = try clinic.book(at: start, language: language)
      let group = group
      try clinic.change { tx in
        if known == nil {
          let sealedName = try tx.seal(
            "\(name)\u{1f}Secret", SealedColumn("patients_patient", "sealed_name"), row: patient.id)
          let email = try tx.seal(
            "\(name.lowercased())@patients.test", SealedColumn("patients_patient", "sealed_email"), row: patient.id)
          try tx.execute(
            """
            INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_email, language, created_at, updated_at)
            VALUES (\(tx.scope), \(patient), \(sealedName), \(email), 'en', \(Instant.now), \(Instant.now))
            """)
        }
        try tx.execute(
          """
          UPDATE scheduling_appointment SET group_id = \(group), patient_id = \(patient)
          WHERE practice_id = \(tx.scope) AND id = \(visit)
          """)
      }
      return visit
    }
    func patient(of visit: AppointmentID) throws -> PatientID {
      try clinic.practice.asOperator { db in
        try #require(
          try db.reader.first(
            "SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id = \(visit)"
          ) { try $0.id(0, as: PatientID.self) })
      }
    }
  }

  /// Everything of a mail: headers that we write, text and calendar file.
  private func all(_ mail: MailMessage) -> String {
    String(decoding: mail.serialized, as: UTF8.self) + mail.subject + mail.text
      + mail.attachments.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
  }

  /// Each address once, and in no mail a name or an address of another, the name of the service, or how many take part.
  private func check(_ mails: [MailMessage], _ what: String) {
    #expect(
      mails.map(\.to.address).sorted() == Self.names.map { "\($0.lowercased())@patients.test" }, "\(what)")
    for mail in mails {
      let text = all(mail)
      #expect(!text.contains(Clinic.serviceName), "\(what)")
      for name in Self.names {
        #expect(!text.contains(name), "\(what): a mail names \(name)")
        let address = "\(name.lowercased())@patients.test"
        if mail.to.address != address { #expect(!text.contains(address), "\(what): a mail carries \(address)") }
      }
      #expect(!text.contains("Secret"), "\(what)")
      #expect(!mail.text.contains("{") && !mail.subject.contains("{"), "\(what)")
    }
  }

  @Test(arguments: Language.allCases) func everyMailIsOfOnesOwnVisit(language: Language) throws {
    try withPractice { p in
      let session = try Session(p, language: language)
      let server = ScriptedServer()
      let worker = try TestWorker(session.clinic, server, now: Self.start.adding(hours: -72))
      try worker.run()
      check(server.mails, "confirmation")
      let links = server.mails.compactMap { mail in mail.text.split(separator: "\n").first { $0.hasPrefix("https://") }
      }
      #expect(Set(links).count == 3, "each has a link of their own")
      #expect(server.mails.allSatisfy { $0.text.contains("Dr. Mira Lang") && $0.text.contains("10:30") })
      #expect(server.mails.allSatisfy { $0.attachments.count == 1 })
      // One place each: nothing is said of places.
      let twice = TestWorker.catalogs.localizer(for: language).text("mail.places", count: 2)
      #expect(!server.mails.contains { $0.text.contains(twice) })

      var seen = server.mails.count
      worker.now = Self.start.adding(hours: -47)
      try worker.run()
      check(Array(server.mails.dropFirst(seen)), "reminder")

      seen = server.mails.count
      let later = Self.start.adding(hours: 24)
      for visit in session.visits { try session.clinic.move(visit, to: later, sequence: 1) }
      worker.now = Self.start.adding(hours: -46)
      try worker.run()
      #expect(server.mails.count == seen, "news of a change waits")
      worker.now = worker.now.adding(minutes: 3)
      try worker.run()
      check(Array(server.mails.dropFirst(seen)), "moved")
      #expect(server.mails.dropFirst(seen).allSatisfy { $0.text.contains("15") })

      seen = server.mails.count
      for visit in session.visits { try session.clinic.cancel(visit, sequence: 2) }
      worker.now = Self.start.adding(hours: -45)
      try worker.run()
      worker.now = worker.now.adding(minutes: 3)
      try worker.run()
      check(Array(server.mails.dropFirst(seen)), "called off")
      #expect(server.mails.dropFirst(seen).allSatisfy { $0.attachments.first?.name == "cancelled.ics" })
    }
  }

  /// Who books a second place is told so by mail, which reaches the patient and not who typed the name.
  @Test(arguments: Language.allCases) func whoHasTwoPlacesIsToldByMail(language: Language) throws {
    try withPractice { p in
      let session = try Session(p, language: language)
      let server = ScriptedServer()
      let worker = try TestWorker(session.clinic, server, now: Self.start.adding(hours: -72))
      try worker.run()
      let seen = server.mails.count
      _ = try session.join("Ada", language: language, as: try session.patient(of: session.visits[0]))
      try worker.run()
      let second = try #require(server.mails.dropFirst(seen).first)
      let words = TestWorker.catalogs.localizer(for: language).text("mail.places", count: 2)
      #expect(second.text.contains(words), "\(second.text)")
      #expect(second.to.address == "ada@patients.test")
      #expect(server.mails.count == seen + 1)
    }
  }
}
