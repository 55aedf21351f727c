import Core
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// What is no longer true when its time comes is not sent.
@Suite struct StillTrueTests {
  private func withClinic(
    email: String? = "dana@patients.test", _ body: (Clinic, TestWorker, ScriptedServer, Instant) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p, email: email)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: .now)
      try body(clinic, worker, server, Instant.now.adding(days: 5))
    }
  }

  @Test func aCancelledAppointmentIsNotConfirmedAndNotRemindedOf() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      try clinic.cancel(id, sequence: 1)
      try worker.run()
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.subjects.count == 1)
      #expect(server.subjects[0].contains("cancelled"))
      #expect(try clinic.notices().map(\.rule) == ["cancellation"])
    }
  }

  @Test func cancellingAfterTheConfirmationEndsTheReminders() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      try worker.run()
      try clinic.cancel(id, sequence: 1)
      try worker.run()
      for rule in ["reminder48h", "reminder2h"] {
        let notice = try clinic.notice(rule)
        #expect(notice.state == "notNeeded" && notice.outcome == "the appointment was cancelled")
      }
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 2)
    }
  }

  @Test func aReminderThatIsDueBeforeTheCancellationIsPlannedIsNotSentEither() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      try worker.run()
      // The row changes, and the job that tells of it is not there yet.
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE scheduling_appointment SET status = 'cancelled', sequence = 1
          WHERE practice_id = \(tx.scope) AND id = \(id)
          """)
      }
      worker.now = start.adding(hours: -48)
      try worker.run()
      #expect(server.mails.count == 1)
      #expect(try clinic.notice("reminder48h").outcome == "the appointment was cancelled")
    }
  }

  @Test func aMovedAppointmentIsRemindedOfAtItsNewTimeOnly() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      try worker.run()
      try clinic.move(id, to: start.adding(days: 7), sequence: 1)
      try worker.runPastGrace()
      #expect(server.subjects.last?.contains("has changed") == true)
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 2)
      #expect(try clinic.notice("reminder48h", 0).outcome == "the appointment was moved")
      worker.now = start.adding(days: 7).adding(hours: -48)
      try worker.run()
      #expect(server.mails.count == 3)
      #expect(try clinic.notice("reminder48h", 1).state == "sent")
    }
  }

  @Test func movedTwiceAtOnceIsToldOnce() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      try clinic.move(id, to: start.adding(days: 1), sequence: 1)
      try clinic.move(id, to: start.adding(days: 2), sequence: 2)
      try worker.runPastGrace()
      #expect(server.mails.count == 1)
      #expect(try clinic.notices().allSatisfy { $0.occurrence == 2 })
    }
  }

  @Test func aWorkerThatWasAwaySendsNothingAboutThePast() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      worker.now = start
      try worker.run()
      #expect(server.mails.count == 1)
      #expect(try clinic.notice("reminder2h").outcome == "its time has passed")
    }
  }

  @Test func theDeadAndThoseWhoArrivedGetNoReminder() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try clinic.change { tx in
        try tx.execute(
          "UPDATE patients_patient SET is_deceased = TRUE WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)")
      }
      worker.now = start.adding(hours: -48)
      try worker.run()
      #expect(try clinic.notice("reminder48h").outcome == "the patient is marked as deceased")
      try clinic.change { tx in
        try tx.execute(
          "UPDATE patients_patient SET is_deceased = FALSE WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)")
        try tx.execute("UPDATE scheduling_appointment SET status = 'arrived' WHERE practice_id = \(tx.scope)")
      }
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(try clinic.notice("reminder2h").outcome == "the patient is not expected any more")
      #expect(server.mails.count == 1)
    }
  }

  /// GDPR Art. 18: the record is kept and otherwise not used. What somebody themselves has just done is still confirmed.
  @Test func aRestrictedRecordGetsNoReminderUntilItIsLifted() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      func restrict(_ at: Instant?) throws {
        try clinic.change { tx in
          try tx.execute(
            "UPDATE patients_patient SET restricted_at = \(at) WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)"
          )
        }
      }
      try worker.run()
      try restrict(worker.now)
      worker.now = start.adding(hours: -48)
      try worker.run()
      let notice = try clinic.notice("reminder48h")
      #expect(notice.state == "notNeeded" && notice.outcome == "the patient's record is restricted")
      #expect(server.mails.count == 1, "the confirmation alone")
      try restrict(nil)
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 2, "lifted, the next reminder goes")
      try restrict(worker.now)
      try clinic.cancel(id, sequence: 1)
      try worker.run()
      worker.now = worker.now.adding(minutes: 4)
      try worker.run()
      #expect(server.subjects.last?.contains("cancelled") == true, "a cancellation is no reminder")
    }
  }

  @Test func aNewAddressIsTheOneThatIsUsed() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE patients_patient
          SET sealed_email = \(tx.seal("new@patients.test", Visits.emailColumn, row: clinic.patient.id))
          WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)
          """)
      }
      worker.now = start.adding(hours: -48)
      try worker.run()
      #expect(server.mails.map(\.to.address) == ["dana@patients.test", "new@patients.test"])
    }
  }

  @Test func aPatientWithoutAnAddressIsNotWrittenToAndTheTimelineSaysWhy() throws {
    try withClinic(email: nil) { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(server.mails.isEmpty)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "notNeeded" && notice.outcome == "the patient has no e-mail address")
      #expect(try clinic.audit("notice.end") == ["confirmation,notNeeded"])
      // Whoever gives an address before the reminder is due is reminded.
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE patients_patient
          SET sealed_email = \(tx.seal("new@patients.test", Visits.emailColumn, row: clinic.patient.id))
          WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)
          """)
      }
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(Set(server.mails.map(\.to.address)) == ["new@patients.test"])
    }
  }

  @Test func plansAndResultsStandInTheTrail() throws {
    try withClinic { clinic, worker, _, start in
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(try clinic.audit("notice.plan").count == 1)
      #expect(try clinic.audit("notice.plan")[0].contains("reminder48h"))
      #expect(try clinic.audit("notice.send") == ["confirmation"])
      #expect(try clinic.audit("notice.result").count == 1)
      #expect(try clinic.audit("notice.result")[0].contains("sent"))
    }
  }
}
