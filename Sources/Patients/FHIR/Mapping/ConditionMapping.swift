/// FHIR R4 `Condition` (section 9.2).
enum ConditionMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedCondition {
    let node = context.resource
    let verification = try node.conceptCode("verificationStatus", as: ImportedCondition.VerificationStatus.self)
    if verification == .enteredInError { throw .leftOut(.enteredInError) }
    return ImportedCondition(
      source: context.source, patient: try context.patient("subject"), encounter: try context.encounter(),
      code: try node.requiredConcept("code"),
      clinicalStatus: try node.conceptCode("clinicalStatus", as: ImportedCondition.ClinicalStatus.self),
      verificationStatus: verification, categories: try node.concepts("category"),
      severity: try node.concept("severity"), onset: try node.timing("onset"),
      abatement: try node.timing("abatement"), recorded: try node.time("recordedDate"), notes: try context.notes())
  }
}
