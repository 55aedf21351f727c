import Core

/// A patient's master data (FHIR Patient). Nothing clinical.
struct Patient: Sendable, Equatable {
  let id: PatientID
  /// Moves with every change; a form that saw an older one is refused.
  let version: Int
  let details: PatientDetails
  let isDeceased: Bool
  let createdAt: Instant
}

/// What a form can change. Texts are clean; empty means not known.
struct PatientDetails: Sendable, Equatable {
  var name: PersonName
  var birthDate: PartialDate?
  var gender: AdministrativeGender
  var email: String
  var phone: String
  var address: String
  var language: Language
  /// Administrative, not clinical.
  var note: String
  var isActive: Bool
}
