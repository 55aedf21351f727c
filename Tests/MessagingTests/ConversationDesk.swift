import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// A practice that writes to its patient, and the patient's side of it.
struct ConversationDesk {
  let clinic: Clinic
  let server: ScriptedServer
  let carrier = ScriptedCarrier()
  let worker: TestWorker
  /// At the front desk.
  let staff = TestBrowser()
  /// Has shown a second factor.
  let patient = TestBrowser()
  var path: String { "/patients/\(clinic.patient)/conversation" }
  static let portal = "/portal/conversation"

  init(
    _ p: TestPractice, email: String? = "dana@patients.test", mails: [DeliveryResult] = [], now: Instant = .now
  ) throws {
    clinic = try Clinic(p, email: email)
    server = ScriptedServer(mails)
    // Past what is written meanwhile.
    worker = try TestWorker(clinic, server, now: now.adding(seconds: 60), texts: carrier)
    if email != nil { try clinic.openPortal() }
    try staff.signIn(p.bob, of: p)
    try patient.signIn(patient: clinic.patient, of: p, proofs: "mail,totp")
  }

  static func with(
    email: String? = "dana@patients.test", mails: [DeliveryResult] = [], now: Instant = .now,
    _ body: (ConversationDesk) throws -> Void
  ) throws {
    try withPractice { try body(ConversationDesk($0, email: email, mails: mails, now: now)) }
  }

  static func key() -> String { Hex.encode(SecureRandom.bytes(16)) }

  @discardableResult
  func write(_ text: String, by medium: String = "portal", key: String = ConversationDesk.key()) -> TestResponse {
    staff.post(path, ["text": text, "medium": medium, "key": key])
  }
  @discardableResult
  func open() -> TestResponse { patient.post(Self.portal + "/reading", [:]) }

  /// "email sent accepted", by channel.
  func notices() throws -> [String] {
    try clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT channel, state, reason FROM messaging_notice
        WHERE practice_id = \(db.scope) AND message_id IS NOT NULL ORDER BY channel, id
        """
      ) { row in
        let reason = try row.text(2)
        return "\(try row.text(0)) \(try row.text(1))" + (reason.isEmpty ? "" : " " + reason)
      }
    }
  }

  /// Bytes as they lie in the table, oldest first.
  func sealed() throws -> [[UInt8]] {
    try clinic.practice.asOperator { db in
      try db.reader.rows(
        "SELECT sealed_text FROM messaging_message WHERE practice_id = \(db.scope) ORDER BY written_at, id"
      ) { try $0.bytes(0) }
    }
  }

  func mark(_ what: Mark) throws {
    try clinic.change { [clinic] tx in
      switch what {
      case .deceased:
        try tx.execute(
          "UPDATE patients_patient SET is_deceased = TRUE WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)")
      case .restricted:
        try tx.execute(
          """
          UPDATE patients_patient SET restricted_at = \(Instant.now)
          WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)
          """)
      case .contactErased:
        try tx.execute(
          """
          UPDATE patients_patient SET contact_erased_at = \(Instant.now), restricted_at = \(Instant.now)
          WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)
          """)
      case .inactive:
        try tx.execute(
          "UPDATE patients_patient SET is_active = FALSE WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)")
      case .noPortal:
        try tx.execute(
          "UPDATE patients_patient SET email_index = NULL WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)")
      }
    }
  }
  enum Mark: CaseIterable { case deceased, contactErased, restricted, inactive, noPortal }

  /// Acts for the patient, and has shown a second factor.
  func guardian(address: String? = nil) throws -> TestBrowser {
    let guardian = TestBrowser()
    try guardian.signIn(
      patient: clinic.patient, of: clinic.practice, proofs: "mail,totp",
      actingAs: try clinic.addGuardian(address: address))
    return guardian
  }

  /// The practice lets patients write first.
  func letPatientsBegin(days: Int = 3) throws {
    try clinic.change { tx in
      let stored = try Answering.find(in: tx.reader)
      let isSaved = try Answering(patientsWrite: true, days: days, version: stored.version).save(in: tx)
      #expect(isSaved)
    }
  }

  func role(_ role: String, of user: UserID) throws {
    try clinic.change { tx in
      try tx.execute("UPDATE identity_user SET role = \(role) WHERE practice_id = \(tx.scope) AND id = \(user)")
    }
  }
}
