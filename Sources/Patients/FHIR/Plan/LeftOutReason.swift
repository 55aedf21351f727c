/// Why a resource is well but not imported.
public enum LeftOutReason: Hashable, Sendable {
  /// A resource type the import does not know what to do with.
  case unsupportedType(String)
  case noResource
  case deletion
  case enteredInError
  case cancelled
  /// A MedicationRequest with `doNotPerform`: an order *not* to give it.
  case prohibition
  /// FHIR forbids to process a resource with a modifier extension one does not understand.
  case modifierExtension(String)
  case implicitRules(String)
  case observationCategory(String)
  case noObservationCategory
  case noMeasurement(String)
  case panel
  case sampledData
  case notAboutAPatient(String)
  case patientNotImported
  case replacedPatient
  /// The same resource stands at an earlier entry.
  case repeated(entry: Int)
  /// A Medication is read where a MedicationRequest points to it, not on its own.
  case usedByOthers(String)
}

extension LeftOutReason: ImportMessage {
  public var messageKey: String {
    switch self {
    case .unsupportedType: "fhir.left-out.unsupported-type"
    case .noResource: "fhir.left-out.no-resource"
    case .deletion: "fhir.left-out.deletion"
    case .enteredInError: "fhir.left-out.entered-in-error"
    case .cancelled: "fhir.left-out.cancelled"
    case .prohibition: "fhir.left-out.prohibition"
    case .modifierExtension: "fhir.left-out.modifier-extension"
    case .implicitRules: "fhir.left-out.implicit-rules"
    case .observationCategory: "fhir.left-out.observation-category"
    case .noObservationCategory: "fhir.left-out.no-observation-category"
    case .noMeasurement: "fhir.left-out.no-measurement"
    case .panel: "fhir.left-out.panel"
    case .sampledData: "fhir.left-out.sampled-data"
    case .notAboutAPatient: "fhir.left-out.not-about-a-patient"
    case .patientNotImported: "fhir.left-out.patient-not-imported"
    case .replacedPatient: "fhir.left-out.replaced-patient"
    case .repeated: "fhir.left-out.repeated"
    case .usedByOthers: "fhir.left-out.used-by-others"
    }
  }

  public var arguments: [String: String] {
    switch self {
    case .unsupportedType(let type), .notAboutAPatient(let type), .usedByOthers(let type): ["type": type.clipped]
    case .modifierExtension(let url), .implicitRules(let url): ["url": url.clipped]
    case .observationCategory(let category): ["category": category.clipped]
    case .noMeasurement(let reason): ["reason": reason.clipped]
    case .repeated(let entry): ["entry": String(entry)]
    case .noResource, .deletion, .enteredInError, .cancelled, .prohibition, .noObservationCategory, .panel,
      .sampledData, .patientNotImported, .replacedPatient:
      [:]
    }
  }

  public var sentence: String {
    switch self {
    case .unsupportedType(let type): ResourceTypes.sentence(type)
    case .noResource: "The entry carries no resource."
    case .deletion: "The entry asks to delete something; an import only adds."
    case .enteredInError: "The source marks it as entered in error."
    case .cancelled: "The source marks it as cancelled."
    case .prohibition: "It is an order not to give the medication; only medications to take are imported."
    case .modifierExtension(let url): "It carries the modifier extension “\(url.clipped)”, which we cannot interpret."
    case .implicitRules(let url): "It was written under the rules “\(url.clipped)”, which we do not know."
    case .observationCategory(let name): "Only vital signs are imported; this observation is “\(name.clipped)”."
    case .noObservationCategory: "Only vital signs are imported; this observation names no category."
    case .noMeasurement(let reason): "Nothing was measured: \(reason.clipped)."
    case .panel: "It only groups other observations, which are imported on their own."
    case .sampledData: "Curves of sampled data are not imported."
    case .notAboutAPatient(let type): "It is not about a patient but about a \(type.clipped)."
    case .patientNotImported: "Its patient is not imported."
    case .replacedPatient: "The source has replaced this patient record by another one."
    case .repeated(let entry): "The same resource stands in entry[\(entry)] already."
    case .usedByOthers(let type): "A \(type) is read where a prescription points to it, not on its own."
    }
  }
}
