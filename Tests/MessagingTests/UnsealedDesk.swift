import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// Words that leave by email and by SMS.
extension ConversationDesk {
  /// Whatever stands between words and the patient is out of the way: consents, a number, an account with the carrier.
  static func unsealed(
    email: String? = "dana@patients.test", now: Instant = .now, _ body: (ConversationDesk) throws -> Void
  ) throws {
    try with(email: email, now: now) { desk in
      try desk.clinic.sendTexts(isAgreed: false, [])
      try desk.agree("email", "writtenSms")
      try body(desk)
    }
  }

  func agree(_ topics: String...) throws { try clinic.agree(to: topics) }

  func withdraw(_ topic: String) throws {
    try clinic.change { tx in
      try tx.execute(
        """
        UPDATE patients_consent SET withdrawn_at = \(Instant.now), withdrawn_by = 'patient'
        WHERE practice_id = \(tx.scope) AND topic = \(topic)
        """)
    }
  }

  /// The patient answered STOP, or the carrier takes nothing for the number any more.
  func stop(by source: Preference.Source = .reply) throws {
    try clinic.change { [clinic] tx in
      try Preferences.refuse(.sms, by: source, clinic.patient, now: .now, in: tx)
    }
  }

  func email(_ address: String?) throws {
    try clinic.change { [clinic] tx in
      let sealed = try tx.sealIfPresent(address, Visits.emailColumn, row: clinic.patient.id)
      try tx.execute(
        """
        UPDATE patients_patient SET sealed_email = \(sealed)
        WHERE practice_id = \(tx.scope) AND id = \(clinic.patient)
        """)
    }
  }

  func speak(_ language: Language) throws {
    try clinic.change { tx in
      try tx.execute("UPDATE patients_patient SET language = \(language.rawValue) WHERE practice_id = \(tx.scope)")
    }
  }
}

extension Clinic {
  /// The patient said yes, in the portal.
  func agree(to topics: [String]) throws {
    try change { [patient] tx in
      for topic in topics {
        let text = EntityID.make()
        try tx.execute(
          """
          INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at)
          VALUES (\(tx.scope), \(text), \(topic), 'en', 1, 'Yes', \(Instant.now))
          """)
        try tx.execute(
          """
          INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by)
          VALUES (\(tx.scope), \(EntityID.make()), \(patient), \(topic), \(text), \(Instant.now), 'patient')
          """)
      }
    }
  }
}
