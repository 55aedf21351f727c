import Core
@_spi(Bootstrap) import Database
import Foundation
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Words of the practice that leave by email and by SMS as they are written: where they may, and what brings them.
@Suite struct UnsealedTests {
  private static let words = "Please bring your <blue> card.\n\nWe are on the second floor."

  // MARK: What leaves

  @Test(arguments: Language.allCases) func aMailCarriesTheWordsAndSaysHowToAnswer(language: Language) throws {
    try ConversationDesk.unsealed { desk in
      try desk.speak(language)
      #expect(desk.write(Self.words, by: "email").location == desk.path + "?done=sent")
      try desk.worker.run()
      let mail = try #require(desk.server.mails.first)
      let name = try desk.clinic.practice.asOperator { $0.practice.name }
      #expect(desk.server.mails.count == 1 && mail.to.address == "dana@patients.test" && mail.language == language)
      let plain = String(String.UnicodeScalarView(mail.text.unicodeScalars.filter { !(0x2066...0x2069 ~= $0.value) }))
      #expect(plain.contains("Please bring your <blue> card.\n\nWe are on the second floor."))
      #expect(mail.subject.contains(name) && !mail.subject.contains("card") && !mail.subject.contains("Patricia"))
      #expect(mail.text.contains("https://praxis.example/\(desk.clinic.practice.slug)/sign-in"), "where to answer")
      #expect(plain.contains("+49 30 1234567") && plain.contains("Lindenweg 4"), "whom to call, and who writes")
      #expect(mail.text.contains("https://praxis.example/portal/consents") && mail.replyTo == nil)
      if language == .en { #expect(mail.text.contains("Answers to this email are not read.")) }
      #expect(!mail.text.contains("Patricia") && !mail.text.contains("Bob"))
      #expect(try desk.notices() == ["email sent accepted"])
    }
  }

  @Test(arguments: Language.allCases) func aTextSaysWhoWritesWhatAndHowToEndIt(language: Language) throws {
    try ConversationDesk.unsealed { desk in
      try desk.speak(language)
      #expect(desk.write("Please call us today", by: "sms").location == desk.path + "?done=sent")
      try desk.worker.run()
      let text = try #require(desk.carrier.texts.first)
      let name = try desk.clinic.practice.asOperator { $0.practice.name }
      #expect(desk.carrier.texts.count == 1 && desk.server.mails.isEmpty && text.to == "+4915123456789")
      #expect(text.body.hasPrefix("\(name): Please call us today\n") && text.body.contains("STOP"))
      #expect(text.body.contains("+49 30 1234567"), "whom to call, since nobody reads answers")
      let page = desk.staff.get(desk.path)
      #expect(page.words.contains("By SMS to +4915123456789: taken by the carrier,") && page.words.contains(", 1 part"))
      #expect(try desk.notices() == ["sms sent taken"])
    }
  }

  @Test func theConversationTheTrailAndThePortalNameTheMedium() throws {
    try ConversationDesk.unsealed { desk in
      desk.write(Self.words, by: "email")
      #expect(desk.staff.get(desk.path).words.contains("By email to dana@patients.test: about to be sent"))
      try desk.worker.run()
      let page = desk.staff.get(desk.path)
      #expect(
        page.words.contains("By email to dana@patients.test: taken by the mail server,")
          && !page.words.contains("Not opened yet"))
      #expect(try desk.clinic.audit("message.write") == ["email"])
      let rows = try desk.sealed()
      #expect(rows.count == 1 && !String(decoding: rows[0], as: UTF8.self).contains("card"))
      let portal = desk.patient.get(ConversationDesk.portal)
      #expect(portal.words.contains("We are on the second floor.") && portal.words.contains("By email"))
      #expect(portal.body.contains("<textarea"), "what came by mail is answered here")
    }
  }

  @Test func pressedTwiceItIsSentWhateverStandsInItsWaySince() throws {
    try ConversationDesk.unsealed { desk in
      let key = ConversationDesk.key()
      #expect(desk.write("Hello", by: "sms", key: key).status == 303)
      try desk.stop()
      #expect(desk.write("Hello", by: "sms", key: key).location == desk.path + "?done=sent")
      #expect(try desk.sealed().count == 1)
    }
  }

  @Test func whoElseReadsItIsSaidBesideEachWay() throws {
    try ConversationDesk.unsealed { desk in
      let alone = desk.staff.get(desk.path).words
      #expect(!alone.contains("It stands in the portal as well") && !alone.contains("write whom it is about"))
      _ = try desk.clinic.addGuardian()
      let portal = "It stands in the portal as well. One person who acts for the patient can read it too."
      #expect(desk.staff.get(desk.path).words.components(separatedBy: portal).count == 3, "by email and by SMS")
      try desk.clinic.change { tx in
        for (active, email) in [(true, "dana@patients.test"), (false, "dana@patients.test"), (true, "x@patients.test")]
        {
          let child = PatientID.make()
          try tx.execute(
            """
            INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_phone, phone_index, email_index, is_active,
              language, created_at, updated_at)
            VALUES (\(tx.scope), \(child), \(tx.seal("Kim\u{1f}Hidden", PatientNames.column, row: child.id)),
              \(tx.seal("+49 151 23456789", Visits.phoneColumn, row: child.id)),
              \(tx.blindIndex("4915123456789", of: "phone", bytes: 4)), \(tx.blindIndex(email, of: "email")), \(active),
              'de', \(Instant.now), \(Instant.now))
            """)
        }
      }
      let shared = desk.staff.get(desk.path).words
      #expect(shared.contains("One other patient has this address as well: write whom it is about."))
      #expect(shared.contains("2 other patients have this number as well: write whom it is about."))
    }
  }

  @Test func whoCannotSignInIsLeadToTheTelephone() throws {
    try ConversationDesk.unsealed { desk in
      try desk.mark(.noPortal)
      _ = try desk.clinic.addGuardian()
      #expect(desk.write("Hello", by: "email").status == 303)
      try desk.worker.run()
      let mail = try #require(desk.server.mails.first { $0.to.address == "dana@patients.test" })
      #expect(!mail.text.contains("sign-in") && !mail.text.contains("/portal/consents"))
      #expect(mail.text.contains("To answer, call +49 30 1234567."))
      #expect(mail.text.contains("tell the practice, +49 30 1234567."))
    }
  }

  @Test func howItLeftIsSaidEvenWhenItsAddressIsErased() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.write("Hello", by: "email").status == 303)
      try desk.worker.run()
      try desk.clinic.change { [clinic = desk.clinic] tx in
        try NoticeErasure.erase(clinic.patient, .contact, in: tx)
      }
      let page = desk.staff.get(desk.path).words
      #expect(page.contains("Hello By email") && !page.contains("By email to"), "\(page)")
    }
  }

  @Test func oneFormIsOneMessageByOneMedium() throws {
    try ConversationDesk.unsealed { desk in
      let key = ConversationDesk.key()
      for _ in 0..<2 { #expect(desk.write("Hello", by: "email", key: key).status == 303) }
      let other = desk.write("Hello", by: "sms", key: key)
      #expect(other.status == 409 && other.words.contains("This form was sent before"))
      #expect(other.body.contains("value=\"sms\" required checked"))
      try desk.worker.run()
      #expect(desk.server.mails.count == 1 && desk.carrier.texts.isEmpty)
    }
  }

  // MARK: What stands in the way

  private enum Bar: CaseIterable {
    case noPortal, noAddress, mailRefused, mailNotAgreed
    case textOff, noNumber, landline, textStopped, textBarred, textRefused, textNotAgreed

    var medium: String {
      switch self {
      case .noPortal: "portal"
      case .noAddress, .mailRefused, .mailNotAgreed: "email"
      case .textOff, .noNumber, .landline, .textStopped, .textBarred, .textRefused, .textNotAgreed: "sms"
      }
    }
    var words: String {
      switch self {
      case .noPortal: "Nobody can sign in to the portal for this patient"
      case .noAddress: "The patient has no email address."
      case .mailRefused: "The patient wants no email."
      case .mailNotAgreed: "has not agreed to written messages by email."
      case .textOff: "The practice sends no SMS"
      case .noNumber, .landline: "The patient has no mobile number."
      case .textStopped: "The patient answered STOP."
      case .textBarred: "The carrier takes nothing for this number any more."
      case .textRefused: "The patient wants no SMS."
      case .textNotAgreed: "has not agreed to written messages by SMS."
      }
    }
    func put(up desk: ConversationDesk) throws {
      switch self {
      case .noPortal: try desk.mark(.noPortal)
      case .noAddress: try desk.email(nil)
      case .mailRefused: try desk.clinic.prefer(nil, without: .email)
      case .mailNotAgreed: try desk.withdraw("email")
      case .textOff:
        try desk.clinic.change {
          try $0.execute("UPDATE messaging_carrier SET is_on = FALSE WHERE practice_id = \($0.scope)")
        }
      case .noNumber: try desk.clinic.change { [clinic = desk.clinic] in try clinic.call("", in: $0) }
      case .landline: try desk.clinic.change { [clinic = desk.clinic] in try clinic.call("030 1234567", in: $0) }
      case .textStopped: try desk.stop()
      case .textBarred: try desk.stop(by: .carrier)
      case .textRefused: try desk.clinic.prefer(nil, without: .sms)
      case .textNotAgreed: try desk.withdraw("writtenSms")
      }
    }
  }

  @Test(arguments: Bar.allCases) private func whatStandsInTheWayIsSaidBesideItAndHoldsWhenItIsWritten(bar: Bar) throws {
    try ConversationDesk.unsealed { desk in
      let open = desk.staff.get(desk.path)
      #expect(!open.body.contains(" disabled") && !open.words.contains(bar.words))
      try bar.put(up: desk)
      let page = desk.staff.get(desk.path)
      #expect(page.words.contains(bar.words) && page.body.contains("<textarea"))
      #expect(page.body.contains("value=\"\(bar.medium)\" required disabled"))
      let consents = "/patients/\(desk.clinic.patient)/consents"
      #expect(page.body.contains(consents) == [.mailNotAgreed, .textNotAgreed].contains(bar))
      let late = desk.write("It was open before", by: bar.medium)
      #expect(late.status == 409 && late.body.contains(">It was open before</textarea>"))
      #expect(late.body.contains("id=\"medium-error\"") && late.body.contains("<a href=\"#medium\">"))
      #expect(late.words.contains("This way is not possible now"))
      #expect(late.body.contains("role=\"radiogroup\" aria-invalid=\"true\""))
      #expect(try desk.sealed().isEmpty && desk.notices().isEmpty)
    }
  }

  @Test func whatIsAgreedForAppointmentsIsNotAgreedForWords() throws {
    try ConversationDesk.with { desk in
      try desk.clinic.sendTexts(isAgreed: true)
      #expect(desk.staff.get(desk.path).words.contains("has not agreed to written messages by SMS."))
      #expect(desk.write("Hello", by: "sms").status == 409)
    }
  }

  @Test func withoutAMailServerNoMailIsOffered() throws {
    try ConversationDesk.unsealed { desk in
      let staff = TestBrowser(sendsMail: false)
      try staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      let page = staff.get(desk.path)
      #expect(page.body.contains("value=\"email\" required disabled"))
      let fields = ["text": "Hello", "medium": "email", "key": ConversationDesk.key()]
      #expect(staff.post(desk.path, fields).status == 409)
    }
  }

  @Test func nothingUnsealedIsChosenForAnybody() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.staff.get(desk.path).body.contains("value=\"portal\" required checked"))
      try desk.mark(.noPortal)
      let page = desk.staff.get(desk.path)
      #expect(!page.body.contains("required checked") && page.body.contains("value=\"email\" required aria"))
      let key = ConversationDesk.key()
      let none = desk.staff.post(desk.path, ["text": "Hello", "key": key])
      #expect(none.status == 422 && none.words.contains("Choose how the message reaches the patient."))
      #expect(none.body.contains(">Hello</textarea>") && none.body.contains("value=\"\(key)\""))
      #expect(desk.write("Hello", by: "fax").status == 400)
      #expect(try desk.sealed().isEmpty)
    }
  }

  @Test func whereNoWayIsLeftEachSaysWhy() throws {
    try ConversationDesk.unsealed { desk in
      try desk.mark(.noPortal)
      try desk.withdraw("email")
      try desk.stop()
      let page = desk.staff.get(desk.path)
      #expect(!page.body.contains("<textarea") && page.words.contains("has not agreed to written messages by email."))
      #expect(page.words.contains("The patient answered STOP.") && page.words.contains("Consents of this patient"))
    }
  }

  // MARK: Texts

  @Test func aTextThatIsTooLongIsRefusedBesideItsField() throws {
    try ConversationDesk.unsealed { desk in
      let fits = String(repeating: "a", count: WrittenText.limit)
      let page = desk.write(fits + "é", by: "sms")
      #expect(page.status == 422 && page.words.contains("A text holds at most 320 characters; these are 321."))
      #expect(page.body.contains(">\(fits)é</textarea>") && page.body.contains("value=\"sms\" required checked"))
      #expect(page.words.contains("3 texts are paid for."))
      #expect(page.body.contains("aria-describedby=\"text-hint text-count text-error\""))
      for blank in [" \n", "\u{200E}\u{200F}", "\u{200D}\n\u{AD}"] {
        #expect(desk.write(blank, by: "sms").status == 422, "nothing can be seen of it")
      }
      let rows = try desk.sealed()
      #expect(rows.isEmpty)
      #expect(desk.write(fits, by: "sms").status == 303)
      #expect(desk.write(fits + "é", by: "email").status == 303, "a mail holds more")
    }
  }

  @Test func thePageSaysHowMuchIsOnePartAndThatNothingClinicalBelongsThere() throws {
    try ConversationDesk.unsealed { desk in
      let name = try desk.clinic.practice.asOperator { $0.practice.name }
      let phone = "+49 30 1234567"
      let frame = "\(name): \nReplies are not read. Call \(phone).\nReply STOP to end these texts."
      let room = 160 - frame.utf8.count
      let page = desk.staff.get(desk.path)
      #expect(page.words.contains("With up to about \(room) characters it is one part."))
      #expect(!page.words.contains("Hebrew ones"), "there is no room for any")
      #expect(page.words.contains("Nothing clinical by SMS") && page.words.contains("To 0151 23456789."))
      #expect(desk.staff.get(desk.path + "?lang=he").words.contains("שום דבר רפואי במסרון"))
      for (count, parts) in [(room, 1), (room + 1, 2)] {
        let text = WrittenText(
          practice: name, phone: phone, typed: String(repeating: "a", count: count),
          words: TestWorker.catalogs.localizer(for: .en))
        #expect(TextSegments(text.body).count == parts)
      }
      let short = WrittenText(practice: "P", phone: "", typed: "", words: TestWorker.catalogs.localizer(for: .en))
      #expect(short.room.wide == 70 - "P: \nReplies are not read.\nReply STOP to end these texts.".utf8.count)
    }
  }

  @Test func aTextKeepsTheQuietHoursOfThePatientsClock() throws {
    let zone = try Zone(name: "America/New_York")
    let night = Instant(seconds: 1_804_662_000)  // 10 March 2027, 02:00 in New York.
    try ConversationDesk.unsealed(now: night) { desk in
      try desk.clinic.keepQuiet()
      try desk.clinic.prefer("America/New_York")
      desk.staff.now = night
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.staff.get(desk.path).words.contains("the text is held until"))
      #expect(desk.write("Hello", by: "sms").status == 303 && desk.write("By mail", by: "email").status == 303)
      #expect(desk.staff.get(desk.path).words.contains("By SMS to 0151 23456789: held until"))
      try desk.worker.run()
      #expect(desk.carrier.texts.isEmpty && desk.server.mails.count == 1, "a mail wakes nobody")
      #expect(zone.local(desk.worker.now).time.hour < 8)
      desk.worker.now = night.adding(hours: 6)
      try desk.worker.run()
      #expect(desk.carrier.texts.count == 1)
    }
  }

  /// The clock goes forward that night: the quiet ends an hour sooner.
  @Test func theQuietEndsByTheClockOfThatMorning() throws {
    let night = Instant(seconds: 1_806_190_200)  // 28 March 2027, 00:30 in Berlin.
    try ConversationDesk.unsealed(now: night) { desk in
      try desk.clinic.keepQuiet()
      try desk.clinic.prefer("Europe/Berlin")
      desk.staff.now = night
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.write("Hello", by: "sms").status == 303)
      for (minutes, count) in [(389, 0), (391, 1)] {
        desk.worker.now = night.adding(minutes: minutes)
        try desk.worker.run()
        #expect(desk.carrier.texts.count == count, "\(minutes)")
      }
    }
  }

  /// They began after it was written, or the worker was late.
  @Test func quietHoursAreLookedAtAgainWhenATextLeaves() throws {
    let noon = Instant(seconds: 1_804_680_000)  // 10 March 2027.
    try ConversationDesk.unsealed(now: noon) { desk in
      desk.staff.now = noon
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.write("Hello", by: "sms").status == 303)
      let zone = try Zone(name: desk.clinic.practice.asOperator { $0.practice.zoneName })
      let now = zone.local(desk.worker.now).time.minutes
      try desk.clinic.keepQuiet(from: (now + 1430) % 1440, to: (now + 30) % 1440)
      try desk.worker.run()
      #expect(try desk.notices() == ["sms waiting"] && desk.carrier.texts.isEmpty)
      desk.worker.now = desk.worker.now.adding(minutes: 40)
      try desk.worker.run()
      #expect(desk.carrier.texts.count == 1)
    }
  }
}
