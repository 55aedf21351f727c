/// FHIR R4 `AllergyIntolerance` (section 9.1).
enum AllergyMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedAllergy {
    let node = context.resource
    let verification = try node.conceptCode("verificationStatus", as: ImportedAllergy.VerificationStatus.self)
    if verification == .enteredInError { throw .leftOut(.enteredInError) }
    return ImportedAllergy(
      source: context.source, patient: try context.patient("patient"), encounter: try context.encounter(),
      code: try node.requiredConcept("code"),
      clinicalStatus: try node.conceptCode("clinicalStatus", as: ImportedAllergy.ClinicalStatus.self),
      verificationStatus: verification, kind: try node.code("type", as: ImportedAllergy.Kind.self),
      categories: try categories(node), criticality: try node.code("criticality", as: ImportedAllergy.Criticality.self),
      onset: try node.timing("onset"), recorded: try node.time("recordedDate"),
      lastOccurrence: try node.time("lastOccurrence"), reactions: try reactions(node), notes: try context.notes())
  }

  private static func categories(_ node: JSONNode) throws(MappingStop) -> [ImportedAllergy.Category] {
    var categories: [ImportedAllergy.Category] = []
    for item in try node.list("category") {
      guard let text = try item.text() else { continue }
      guard let category = ImportedAllergy.Category(rawValue: text) else {
        throw item.refusal(.unknownCode(text, allowed: ImportedAllergy.Category.allCases.map(\.rawValue)))
      }
      categories.append(category)
    }
    return categories
  }

  private static func reactions(_ node: JSONNode) throws(MappingStop) -> [ImportedAllergy.Reaction] {
    var reactions: [ImportedAllergy.Reaction] = []
    for item in try node.list("reaction") {
      reactions.append(
        ImportedAllergy.Reaction(
          manifestations: try item.concepts("manifestation"),
          severity: try item.code("severity", as: ImportedAllergy.Reaction.Severity.self),
          substance: try item.concept("substance"), description: try item.string("description"),
          onset: try item.time("onset")))
    }
    return reactions
  }
}
