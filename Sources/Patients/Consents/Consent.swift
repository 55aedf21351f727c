import Core

/// What a patient can agree to.
enum ConsentTopic: String, CaseIterable, Sendable {
  case treatment, telehealth, marketing, sharing, sms, whatsapp, email, writtenSms
}

/// Who said so: the patient in the portal, or a member of staff to whom the patient said or signed it.
enum ConsentSource: String, Sendable {
  case patient, staff
}

/// The words that are agreed to, in one language. A change makes a new version; an old one stays as it was read.
struct ConsentText: Sendable, Equatable {
  /// Nil for words of the product that nobody has agreed to yet.
  let id: EntityID?
  let topic: ConsentTopic
  let language: Language
  /// From 1; 0 for words of the product.
  let version: Int
  let text: String
}

/// One agreement (FHIR Consent): active until it is withdrawn, then inactive for ever.
struct Consent: Sendable {
  let id: EntityID
  let topic: ConsentTopic
  let text: ConsentText
  let givenAt: Instant
  let givenBy: ConsentSource
  /// The member of staff who wrote it down.
  let writer: String?
  let withdrawnAt: Instant?
  let withdrawnBy: ConsentSource?

  var isActive: Bool { withdrawnAt == nil }
}
