/// FHIR R4 `Encounter` (section 8.11).
enum EncounterMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedEncounter {
    let node = context.resource
    guard let status = try node.code("status", as: ImportedEncounter.Status.self) else {
      throw node.refusal(of: "status", .missing)
    }
    if status == .enteredInError { throw .leftOut(.enteredInError) }
    var coding: CodedText.Coding?
    if let item = try node.member("class") { coding = try CodedText.coding(item) }
    return ImportedEncounter(
      source: context.source, patient: try context.patient("subject"), status: status, classCode: coding?.code,
      classText: coding.flatMap { $0.display ?? $0.code.map(className) }, types: try node.concepts("type"),
      period: try node.period("period"), reasons: try context.reasons(), practitioner: try practitioner(context))
  }

  private static func practitioner(_ context: MappingContext) throws(MappingStop) -> String? {
    for participant in try context.resource.list("participant") {
      guard let individual = try participant.member("individual") else { continue }
      if let name = try context.personName(individual) { return name }
    }
    return nil
  }

  /// HL7 v3 value set ActEncounterCode.
  private static func className(_ code: String) -> String {
    switch code {
    case "AMB": "ambulatory"
    case "EMER": "emergency"
    case "FLD": "field"
    case "HH": "home health"
    case "IMP": "inpatient"
    case "ACUTE": "inpatient acute"
    case "NONAC": "inpatient non-acute"
    case "OBSENC": "observation"
    case "PRENC": "pre-admission"
    case "SS": "short stay"
    case "VR": "virtual"
    default: code
    }
  }
}
