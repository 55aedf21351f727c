import Core
import Database
import Routing
import Web

/// A yes or a no that a form says.
struct ConsentChange {
  let topic: ConsentTopic
  /// The version of the words that were shown.
  let version: Int?

  init(_ call: Call) throws(Refusal) {
    guard let topic = call.form["topic"].flatMap({ ConsentTopic(rawValue: $0) }) else { throw .notFound }
    self.topic = topic
    version = call.form["version"].flatMap { Decimal.parse($0) }
  }

  /// False when the words were changed since they were shown: nobody agrees to what they have not read.
  func give(
    of patient: PatientID, by source: ConsentSource, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Bool {
    let text = try ConsentTexts.current(topic, call.language, call.text, in: db.reader)
    guard text.version == version else { return false }
    let topic = topic
    let event = AuditEvent("consent.give", "patients_consent", nil, patient: patient, fields: [topic.rawValue])
    try db.transaction(event) { tx in
      let id = try text.id ?? ConsentTexts.add(topic, call.language, text.text, version: 1, now: call.now, in: tx)
      try Consents.give(topic, text: id, of: patient, by: source, now: call.now, in: tx)
    }
    return true
  }

  func withdraw(
    of patient: PatientID, by source: ConsentSource, _ call: Call, _ db: borrowing TenantConnection
  ) throws {
    let topic = topic
    let event = AuditEvent("consent.withdraw", "patients_consent", nil, patient: patient, fields: [topic.rawValue])
    try db.transaction(event) { tx in
      _ = try Consents.withdraw(topic, of: patient, by: source, now: call.now, in: tx)
    }
  }
}
