import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// What becomes of words between the moment they are written and the moment they leave.
@Suite struct UnsealedSendingTests {
  private enum Change: CaseIterable {
    case mailWithdrawn, textWithdrawn, mailRefused, stopped, barred, noAddress, noNumber, textOff
    case deceased, restricted, contactErased, inactive

    var media: [String] {
      switch self {
      case .mailWithdrawn, .mailRefused, .noAddress: ["email"]
      case .textWithdrawn, .stopped, .barred, .noNumber, .textOff: ["sms"]
      case .deceased, .restricted, .contactErased, .inactive: ["email", "sms"]
      }
    }
    var reason: (code: String, words: String) {
      switch self {
      case .mailWithdrawn, .textWithdrawn: ("noTextConsent", "the patient has not agreed to this channel")
      case .mailRefused, .stopped: ("notWanted", "the patient wants no messages this way")
      case .barred: ("text-stopped", "the patient answered STOP")
      case .noAddress: ("noAddress", "the patient has no email address")
      case .noNumber: ("noNumber", "the patient has no mobile number")
      case .textOff: ("textOff", "SMS is off")
      case .deceased: ("deceased", "the patient is marked as deceased")
      case .restricted, .contactErased: ("restricted", "record is restricted")
      case .inactive: ("inactive", "the patient is inactive")
      }
    }
    func happen(at desk: ConversationDesk) throws {
      switch self {
      case .mailWithdrawn: try desk.withdraw("email")
      case .textWithdrawn: try desk.withdraw("writtenSms")
      case .mailRefused: try desk.clinic.prefer(nil, without: .email)
      case .stopped: try desk.stop()
      case .barred: try desk.stop(by: .carrier)
      case .noAddress: try desk.email(nil)
      case .noNumber: try desk.clinic.change { [clinic = desk.clinic] in try clinic.call("", in: $0) }
      case .textOff:
        try desk.clinic.change {
          try $0.execute("UPDATE messaging_carrier SET is_on = FALSE WHERE practice_id = \($0.scope)")
        }
      case .deceased: try desk.mark(.deceased)
      case .restricted: try desk.mark(.restricted)
      case .contactErased: try desk.mark(.contactErased)
      case .inactive: try desk.mark(.inactive)
      }
    }
  }

  @Test(arguments: Change.allCases) private func whatChangesBeforeTheyLeaveStopsThemAndIsATask(change: Change) throws {
    for medium in change.media {
      try ConversationDesk.unsealed { desk in
        #expect(desk.write("Hello", by: medium).status == 303)
        try change.happen(at: desk)
        try desk.worker.run()
        #expect(desk.server.mails.isEmpty && desk.carrier.texts.isEmpty)
        #expect(try desk.notices() == ["\(medium) failed \(change.reason.code)"])
        let page = desk.staff.get(desk.path)
        #expect(page.words.contains("not sent:") && page.words.contains(change.reason.words))
        #expect(page.words.contains("Not sent"), "as a badge")
        let list = desk.staff.get("/messages/failed")
        #expect(list.words.contains("Written message, \(medium == "sms" ? "SMS" : "email")"))
        #expect(list.body.contains("href=\"\(desk.path)\"") && !list.body.contains("Hello"))
      }
    }
  }

  /// "Today at ten" is not sent the day after: somebody decides.
  @Test func whatWasDueADayAgoIsATaskAndLeavesByHand() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.write("Today at ten", by: "email").status == 303)
      desk.worker.now = desk.worker.now.adding(hours: 25)
      try desk.worker.run()
      #expect(try desk.notices() == ["email failed past"] && desk.server.mails.isEmpty)
      desk.staff.now = desk.worker.now
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      let list = desk.staff.get("/messages/failed")
      let retry = try #require(list.values(after: "action=\"").first { $0.hasSuffix("/retry") })
      #expect(desk.staff.post(retry, [:]).status == 303)
      try desk.worker.run()
      #expect(try desk.notices() == ["email sent accepted"])
    }
  }

  /// Of appointments every page says it; that these words did not leave it does not say.
  @Test func wordsThatNoServerTookAreATask() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.write("Hello", by: "email").status == 303)
      try TestWorker(desk.clinic, nil, now: desk.worker.now, texts: desk.carrier).run()
      #expect(try desk.notices() == ["email failed noServer"])
      let open = try desk.clinic.practice.asOperator { db in
        try db.reader.first(
          """
          SELECT COUNT(*) FROM messaging_notice
          WHERE practice_id = \(db.scope) AND rule = 'words' AND acknowledged_at IS NULL
          """
        ) { try $0.int(0) }
      }
      #expect(open == 1)
    }
  }

  @Test func aMailGoesToTheAddressThatStandsThen() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.write("Hello", by: "email").status == 303)
      try desk.email("new@patients.test")
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address) == ["new@patients.test"])
    }
  }

  @Test func whatWasErasedMeanwhileLeavesNoMore() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.write("Hello", by: "email").status == 303)
      try desk.clinic.change { [clinic = desk.clinic] tx in
        try NoticeErasure.erase(clinic.patient, .record, in: tx)
      }
      try desk.worker.run()
      #expect(try desk.notices().isEmpty && desk.server.mails.isEmpty && desk.sealed().isEmpty)
    }
  }

  @Test func aStopThatComesBackAsTheCarriersWordCountsAtOnce() throws {
    try withPractice { p in
      let desk = try ConversationDesk(p)
      try desk.clinic.sendTexts(isAgreed: false, [])
      try desk.agree("writtenSms")
      let carrier = ScriptedCarrier([.refused(code: 21610, words: "unsubscribed recipient")])
      let worker = try TestWorker(desk.clinic, desk.server, now: desk.worker.now, texts: carrier)
      #expect(desk.write("Hello", by: "sms").status == 303)
      try worker.run()
      #expect(try desk.notices() == ["sms failed text-stopped"])
      #expect(desk.staff.get(desk.path).words.contains("The carrier takes nothing for this number any more."))
      #expect(desk.write("Again", by: "sms").status == 409)
    }
  }

  @Test func whatTheServerDidNotTakeIsTriedAgainAndWhatFailedByHand() throws {
    try ConversationDesk.with(mails: [
      .tryLater(code: 451, reason: "busy"), .refusedForever(code: 550, reason: "550 5.1.1 No such mailbox"),
    ]) { desk in
      try desk.agree("email")
      #expect(desk.write("Hello", by: "email").status == 303)
      try desk.worker.run()
      #expect(try desk.notices() == ["email waiting later"])
      #expect(desk.staff.get(desk.path).words.contains("not taken yet; it is tried again, "))
      desk.worker.now = desk.worker.now.adding(hours: 1)
      try desk.worker.run()
      #expect(try desk.notices() == ["email failed refused"])
      let list = desk.staff.get("/messages/failed")
      let retry = try #require(list.values(after: "action=\"").first { $0.hasSuffix("/retry") })
      desk.staff.now = desk.worker.now.adding(minutes: -50)
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      for status in [303, 409] {
        #expect(desk.staff.post(retry, [:]).status == status, "pressed twice it is sent once")
      }
      try desk.worker.run()
      #expect(try desk.notices() == ["email sent accepted"] && desk.server.mails.count == 3)
    }
  }

  @Test(
    arguments: [
      (SendStep.looked, 1, "sent"), (.marked, 0, "failed"), (.handedOver, 1, "failed"), (.recorded, 1, "sent"),
    ])
  func aWorkerThatEndsBetweenTwoStepsSendsAtMostOnce(step: SendStep, count: Int, state: String) throws {
    for medium in ["email", "sms"] {
      try ConversationDesk.unsealed { desk in
        #expect(desk.write("Hello", by: medium).status == 303)
        let worker = try TestWorker(
          desk.clinic, desk.server, now: desk.worker.now, crashAt: step, texts: desk.carrier)
        try worker.run()
        #expect(worker.crashes == 1)
        // Each looks at the whole queue anew.
        for _ in 0..<3 {
          try TestWorker(desk.clinic, desk.server, now: desk.worker.now, texts: desk.carrier).run()
        }
        #expect(desk.server.mails.count + desk.carrier.texts.count == count, "\(medium)")
        let notices = try desk.notices()
        #expect(notices.count == 1 && notices[0].hasPrefix("\(medium) \(state)"), "\(notices)")
        if state == "failed" { #expect(desk.staff.get(desk.path).words.contains("it may have been sent")) }
      }
    }
  }
}
