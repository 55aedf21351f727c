import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import Synchronization
import TestSupport
import Testing

/// A carrier that does what it is told, and remembers.
final class ScriptedCarrier: TextTransport {
  private struct State {
    var answers: [TextResult]
    var texts: [OutgoingText] = []
  }
  private let state: Mutex<State>

  /// - Parameter answers: one for each attempt; afterwards everything is accepted.
  init(_ answers: [TextResult] = []) { state = Mutex(State(answers: answers)) }

  func send(_ text: OutgoingText, _ carrier: Carrier, token: String) -> TextResult {
    state.withLock { state in
      state.texts.append(text)
      return state.answers.isEmpty ? .accepted(id: ScriptedCarrier.name(), segments: 1) : state.answers.removeFirst()
    }
  }
  var texts: [OutgoingText] { state.withLock { $0.texts } }

  static func name() -> String { "SM" + Hex.encode(SecureRandom.bytes(16)) }
}

extension Clinic {
  static let account = "AC00112233445566778899aabbccddeeff"
  static let token = "secret-token"

  /// An account with the carrier, a patient with a mobile number who agreed to SMS, and rules that use it.
  func sendTexts(
    to phone: String? = "0151 23456789", isAgreed: Bool = true, isOn: Bool = true,
    _ rules: [AppointmentRule] = [.confirmation, .change, .cancellation, .reminder2h],
    by channels: Set<Channel> = [.sms]
  ) throws {
    try change { tx in
      let draft = CarrierDraft(
        isOn: isOn, account: Clinic.account, token: Clinic.token, smsSender: "+4915799999999", whatsAppSender: "",
        country: "49")
      let isWritten = try Carriers.write(draft, version: 0, now: .now, in: tx)
      #expect(isWritten)
      for rule in AppointmentRule.standard {
        var settings = NoticeRule.standard(rule)
        settings.isActive = rules.contains(rule)
        settings.channels = channels
        _ = try NoticeRules.save(settings, in: tx)
      }
      if let phone { try call(phone, in: tx) }
      if isAgreed { try agreeToTexts(in: tx) }
    }
  }
  func call(_ phone: String, in tx: borrowing TenantTransaction) throws {
    let digits = String(phone.filter(\.isNumber))
    try tx.execute(
      """
      UPDATE patients_patient SET sealed_phone = \(tx.seal(phone, Visits.phoneColumn, row: patient.id)),
        phone_index = \(tx.blindIndex(digits, of: "phone", bytes: 4))
      WHERE practice_id = \(tx.scope) AND id = \(patient)
      """)
  }
  private func agreeToTexts(in tx: borrowing TenantTransaction) throws {
    let text = EntityID.make()
    try tx.execute(
      """
      INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at)
      VALUES (\(tx.scope), \(text), 'sms', 'en', 1, 'SMS', \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by)
      VALUES (\(tx.scope), \(EntityID.make()), \(patient), 'sms', \(text), \(Instant.now), 'patient')
      """)
  }
  func withdrawTexts() throws {
    try change { tx in
      try tx.execute(
        """
        UPDATE patients_consent SET withdrawn_at = \(Instant.now), withdrawn_by = 'patient'
        WHERE practice_id = \(tx.scope) AND topic = 'sms'
        """)
    }
  }
  func preference() throws -> Preference {
    try practice.asOperator { try Preferences.find(patient, in: $0.reader) }
  }
}
