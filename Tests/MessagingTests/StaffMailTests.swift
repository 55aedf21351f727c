import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Mails to members of staff: links, and news of their account.
@Suite struct StaffMailTests {
  private func withClinic(
    _ answers: [DeliveryResult] = [], language: Language = .en,
    _ body: (Clinic, TestWorker, ScriptedServer) throws -> Void
  ) throws {
    try withPractice(language: language) { p in
      let clinic = try Clinic(p)
      try clinic.change { tx in
        try tx.execute(
          "UPDATE identity_user SET language = \(language.rawValue) WHERE practice_id = \(tx.scope)")
      }
      let server = ScriptedServer(answers)
      try body(clinic, try TestWorker(clinic, server, now: Instant.now.adding(seconds: 1)), server)
    }
  }

  /// What Identity does when it makes a link.
  private func link(
    _ clinic: Clinic, _ purpose: String, from sender: UserID? = nil, minutes: Int = 30, revoked: Bool = false
  ) throws -> EntityID {
    let id = EntityID.make()
    try clinic.change { tx in
      let email = try tx.seal("new@staff.test", SealedColumn("identity_staff_link", "sealed_email"), row: id)
      try tx.execute(
        """
        INSERT INTO identity_staff_link (practice_id, id, purpose, token_hash, name, sealed_email, email_index, role,
          language, made_by, created_at, expires_at, revoked_at)
        VALUES (\(tx.scope), \(id), \(purpose), \(try tx.reader.staffLinkToken(id).hash), 'Nora Neu', \(email),
          \(SecureRandom.bytes(16)), 'biller', 'en', \(sender), \(Instant.now), \(Instant.now.adding(minutes: minutes)),
          \(revoked ? Instant.now : nil))
        """)
      try tx.enqueue(NewJob("identity.link", payload: "\(id)", runAt: .now, uniqueKey: "\(id)"))
    }
    return id
  }

  @Test(arguments: ["invitation", "factors", "password", "browser"])
  func aLinkIsSentOnceToTheAddressItIsFor(_ purpose: String) throws {
    try withClinic { clinic, worker, server in
      let id = try link(clinic, purpose, from: purpose == "password" ? nil : clinic.practice.alice)
      for _ in 0..<5 { try worker.run() }
      #expect(server.mails.count == 1)
      let mail = try #require(server.mails.first)
      let token = try clinic.practice.asOperator { try $0.reader.staffLinkToken(id) }
      #expect(mail.to.address == "new@staff.test")
      #expect(mail.text.contains("\nhttps://praxis.example/\(clinic.practice.slug)/\(purpose)/\(token.text)?lang=en\n"))
      #expect(mail.text.contains("Hello Nora Neu,"))
      #expect(mail.text.contains("Alice Specimen") == (purpose != "password"))
      #expect(!mail.subject.contains(token.text) && !mail.text.contains("{") && !mail.text.contains("mail."))
      #expect(try clinic.notice(purpose).state == "sent")
      #expect(try clinic.audit("notice.plan") == [purpose])
    }
  }

  @Test func anInvitationSaysWhoAsWhatAndUntilWhen() throws {
    try withClinic { clinic, worker, server in
      _ = try link(clinic, "invitation", from: clinic.practice.alice)
      try worker.run()
      let text = try #require(server.mails.first).text
      #expect(text.contains("as: Billing.") && text.contains("Sent by: Alice Specimen"))
      #expect(text.contains("Berlin time"))
    }
  }

  @Test func aLinkThatIsOverIsNotSent() throws {
    try withClinic { clinic, worker, server in
      _ = try link(clinic, "invitation", minutes: -1)
      _ = try link(clinic, "invitation", revoked: true)
      try worker.run()
      #expect(server.mails.isEmpty && worker.deadJobs.isEmpty)
    }
  }

  @Test func aLinkWithdrawnWhileTheMailWaitsIsNotSent() throws {
    let later = DeliveryResult.tryLater(code: 451, reason: "451 later")
    try withClinic([later]) { clinic, worker, server in
      let id = try link(clinic, "invitation")
      try worker.run()
      try clinic.change { tx in
        try tx.execute(
          "UPDATE identity_staff_link SET revoked_at = \(Instant.now) WHERE practice_id = \(tx.scope) AND id = \(id)")
      }
      worker.now = worker.now.adding(minutes: 2)
      try worker.run()
      #expect(server.mails.count == 1, "the one that was put off")
      #expect(try clinic.notice("invitation").outcome == "it was withdrawn")
    }
  }

  private static let device = EntityID.make()
  static let alerts: [Identity.StaffAlert] = [
    .newDevice(device), .passwordDisabled, .codesTried, .passwordChanged, .passwordRemoved, .passkeyAdded,
    .passkeyRemoved, .appAdded, .appRemoved, .recoveryCodesMade, .recoveryCodeUsed, .accountsJoined, .accountsSeparated,
    .providerAdded, .providerRemoved, .roleChanged(.biller), .deactivated, .reactivated, .emergencyAccess, .exportReady,
  ]
  /// Refuses to compile when Identity has news that the list above lacks.
  private func isListed(_ alert: Identity.StaffAlert) -> Bool {
    switch alert {
    case .newDevice, .passwordDisabled, .codesTried, .passwordChanged, .passwordRemoved, .passkeyAdded, .passkeyRemoved,
      .appAdded, .appRemoved, .recoveryCodesMade, .recoveryCodeUsed, .accountsJoined, .accountsSeparated,
      .providerAdded, .providerRemoved, .roleChanged, .deactivated, .reactivated, .emergencyAccess, .exportReady:
      true
    }
  }

  @Test func identityAndMessagingKnowTheSameNews() {
    let codes = StaffMailTests.alerts.filter(isListed).map { String($0.code.prefix { $0 != " " }) }
    #expect(Set(codes) == Set(Messaging.StaffAlert.allCases.map(\.rawValue)))
  }

  @Test(arguments: alerts) func newsGoOutOnceAndSaysWhen(_ alert: Identity.StaffAlert) throws {
    try withClinic { clinic, worker, server in
      let at = Instant(seconds: 1_773_300_000)  // 12 March 2026, 08:20 in Berlin
      try clinic.change { tx in
        try tx.execute(
          """
          INSERT INTO identity_device (practice_id, id, user_id, token_hash, label, created_at, seen_at)
          VALUES (\(tx.scope), \(StaffMailTests.device), \(clinic.practice.alice), \(SecureRandom.bytes(32)),
            'Firefox, Linux', \(at), \(at))
          """)
        try Identity.StaffAlert.enqueue(alert, for: clinic.practice.alice, now: at, in: tx)
      }
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == 1 && worker.deadJobs.isEmpty)
      let mail = try #require(server.mails.first)
      #expect(mail.to.address == "alice@\(clinic.practice.slug).example")
      #expect(mail.text.contains("Hello Alice Specimen,"))
      #expect(mail.text.contains("When: Thursday 12 March 2026, 08:20, Berlin time (GMT+1)"))
      #expect(!mail.text.contains("{") && !mail.text.contains("mail.") && !mail.subject.contains("mail."))
      if case .newDevice = alert { #expect(mail.text.contains("Browser: Firefox, Linux")) }
      if case .roleChanged = alert { #expect(mail.text.contains("New role: Billing")) }
      #expect(mail.text.contains("https://praxis.example/account") == !mail.text.contains("Questions?"))
    }
  }

  @Test func identityAndMessagingKnowTheSameNewsOfThePortal() {
    #expect(Identity.PortalAlert.allCases.map(\.rawValue) == Messaging.PortalAlert.allCases.map(\.rawValue))
  }

  /// To the patient's own address, and to that of somebody who acts for patients.
  @Test(arguments: Identity.PortalAlert.allCases) func newsOfThePortalReachWhoseFactorsTheyAre(
    _ alert: Identity.PortalAlert
  ) throws {
    try withClinic { clinic, worker, server in
      let (account, at) = (EntityID.make(), Instant(seconds: 1_773_300_000))
      try clinic.change { tx in
        let email = SealedColumn("identity_portal_account", "sealed_email")
        try tx.execute(
          """
          INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, language, created_at)
          VALUES (\(tx.scope), \(account), \(tx.seal("erika@parents.test", email, row: account)),
            \(tx.blindIndex("erika@parents.test", of: "email")), 'en', \(at))
          """)
        try tx.execute(
          """
          INSERT INTO identity_portal_account (practice_id, id, patient_id, created_at)
          VALUES (\(tx.scope), \(clinic.patient), \(clinic.patient), \(at))
          """)
        try Identity.PortalAlert.enqueue(alert, for: account, now: at, in: tx)
        try Identity.PortalAlert.enqueue(alert, for: clinic.patient.id, now: at, in: tx)
      }
      for _ in 0..<3 { try worker.run() }
      #expect(Set(server.mails.map(\.to.address)) == ["erika@parents.test", "dana@patients.test"])
      #expect(server.mails.count == 2 && worker.deadJobs.isEmpty)
      for mail in server.mails {
        #expect(mail.text.contains("When: Thursday 12 March 2026, 08:20, Berlin time (GMT+1)"))
        #expect(mail.text.contains("https://praxis.example/\(clinic.practice.slug)/sign-in"))
        #expect(!mail.text.contains("{") && !mail.text.contains("mail.") && !mail.subject.contains("mail."))
        #expect(!mail.text.contains("Dana"), "nobody is named")
      }
    }
  }

  @Test func theSameNewsTwiceAreTwoMails() throws {
    try withClinic { clinic, worker, server in
      try clinic.change { tx in
        for _ in 1...2 {
          try Identity.StaffAlert.enqueue(.passwordChanged, for: clinic.practice.alice, now: .now, in: tx)
        }
      }
      try worker.run()
      #expect(server.mails.count == 2)
    }
  }

  @Test func newsSpeakHebrewToThoseWhoReadIt() throws {
    try withClinic(language: .he) { clinic, worker, server in
      try clinic.change { tx in
        try Identity.StaffAlert.enqueue(.roleChanged(.owner), for: clinic.practice.alice, now: .now, in: tx)
      }
      try worker.run()
      let mail = try #require(server.mails.first)
      #expect(mail.subject.hasPrefix("התפקיד שלך השתנה") && mail.text.contains("בעלים"))
    }
  }

  @Test(arguments: ["", "x", "0190 0190 passwordChanged", "a b c d e"])
  func whatCannotBeReadIsADeadJob(_ payload: String) throws {
    try withClinic { clinic, worker, server in
      try clinic.change { tx in
        try tx.enqueue(NewJob("identity.link", payload: payload, runAt: .now, uniqueKey: nil))
        try tx.enqueue(NewJob("identity.alert", payload: payload, runAt: .now, uniqueKey: nil))
        try tx.enqueue(
          NewJob(
            "identity.alert", payload: "\(EntityID.make()) \(EntityID.make()) unheard", runAt: .now, uniqueKey: nil))
      }
      try worker.run()
      #expect(worker.deadJobs.count == 3 && server.mails.isEmpty)
    }
  }
}
