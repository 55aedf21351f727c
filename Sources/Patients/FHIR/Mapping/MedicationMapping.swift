/// FHIR R4 `MedicationRequest` (section 11.1).
enum MedicationMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedMedication {
    let node = context.resource
    guard let status = try node.code("status", as: ImportedMedication.Status.self) else {
      throw node.refusal(of: "status", .missing)
    }
    if status == .enteredInError { throw .leftOut(.enteredInError) }
    if try node.bool("doNotPerform") == true { throw .leftOut(.prohibition) }
    let patient = try context.patient("subject")
    let dosage = try DosageText.read(node.list("dosageInstruction"))
    var requester: String?
    if let reference = try node.member("requester") { requester = try context.personName(reference) }
    return ImportedMedication(
      source: context.source, patient: patient, encounter: try context.encounter(),
      medication: try medication(context), status: status,
      intent: try node.code("intent", as: ImportedMedication.Intent.self), authored: try node.time("authoredOn"),
      dosage: dosage.text, asNeeded: dosage.asNeeded, reasons: try context.reasons(), requester: requester,
      notes: try context.notes())
  }

  /// `medication[x]`: a concept, or a reference to a Medication contained in the resource or beside it.
  private static func medication(_ context: MappingContext) throws(MappingStop) -> CodedText {
    if try context.resource.member("medicationCodeableConcept") != nil {
      return try context.resource.requiredConcept("medicationCodeableConcept")
    }
    guard let reference = try context.resource.member("medicationReference") else {
      throw context.resource.refusal(of: "medication[x]", .missing)
    }
    // A Medication that is not in the file is well named by the reference itself.
    let display = try reference.string("display").map { CodedText(text: $0, codings: []) }
    if let display, try context.lookUp(reference) == nil { return display }
    guard let target = try context.resolve(reference) else { throw reference.refusal(of: "reference", .missing) }
    guard target.type == "Medication" else {
      throw reference.refusal(of: "reference", .wrongReference(expected: "a Medication", found: "a " + target.type))
    }
    if let code = try target.node.concept("code") ?? display { return code }
    throw target.node.refusal(of: "code", .noTextOrCode)
  }
}
