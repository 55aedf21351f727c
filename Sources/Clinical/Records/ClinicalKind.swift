/// The FHIR resources a chart shows, one table each.
public enum ClinicalKind: String, CaseIterable, Sendable {
  case allergy, condition, medication, encounter, immunization, observation
}
