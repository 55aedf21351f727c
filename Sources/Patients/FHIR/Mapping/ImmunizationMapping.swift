/// FHIR R4 `Immunization` (section 9.8).
enum ImmunizationMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedImmunization {
    let node = context.resource
    guard let status = try node.code("status", as: ImportedImmunization.Status.self) else {
      throw node.refusal(of: "status", .missing)
    }
    if status == .enteredInError { throw .leftOut(.enteredInError) }
    let patient = try context.patient("patient")
    guard let occurrence = try node.timing("occurrence") else { throw node.refusal(of: "occurrence[x]", .missing) }
    return ImportedImmunization(
      source: context.source, patient: patient, encounter: try context.encounter(),
      vaccine: try node.requiredConcept("vaccineCode"), status: status,
      statusReason: try node.concept("statusReason"), occurrence: occurrence,
      lotNumber: try node.string("lotNumber"), site: try node.concept("site"), route: try node.concept("route"),
      dose: try node.quantity("doseQuantity"), notes: try context.notes())
  }
}
