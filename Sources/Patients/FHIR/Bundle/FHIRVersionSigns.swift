import Web

/// Signs that a file is of another FHIR version than R4 (4.0) or R4B (4.3), which share every shape we read.
/// Taken from the version histories of the resources; only what cannot occur in R4 counts.
enum FHIRVersionSigns {
  struct Sign {
    let version: FHIRVersion
    let path: JSONPath
  }

  /// The first sign in a resource, nil when nothing speaks against R4. Odd values are no sign: mapping reports them.
  static func find(in resource: JSONNode, type: String) -> Sign? {
    let name = JSONPath.member(resource.path, "resourceType")
    if dstu2Types.contains(type) { return Sign(version: .dstu2, path: name) }
    if olderTypes.contains(type) { return Sign(version: .dstu2OrSTU3, path: name) }
    if r5Types.contains(type) { return Sign(version: .r5, path: name) }
    return declared(in: resource) ?? shape(of: resource, type: type)
  }

  private static let dstu2Types: Set<String> = [
    "BodySite", "Conformance", "DeviceUseRequest", "DiagnosticOrder", "ImagingObjectSelection", "MedicationOrder",
    "Order", "OrderResponse",
  ]
  private static let olderTypes: Set<String> = [
    "DataElement", "DeviceComponent", "EligibilityRequest", "EligibilityResponse", "ExpansionProfile",
    "ImagingManifest", "ProcedureRequest", "ReferralRequest", "Sequence", "ServiceDefinition",
  ]
  private static let r5Types: Set<String> = [
    "ActorDefinition", "BiologicallyDerivedProductDispense", "DeviceAssociation", "DeviceDispense", "DeviceUsage",
    "EncounterHistory", "FormularyItem", "GenomicStudy", "ImagingSelection", "InventoryItem", "InventoryReport",
    "NutritionIntake", "Permission", "RequestOrchestration", "Requirements", "TestPlan", "Transport",
  ]

  /// `fhirVersion` of a CapabilityStatement and the profiles of `meta`.
  private static func declared(in resource: JSONNode) -> Sign? {
    if let node = resource.peek("fhirVersion"), case .string(let text) = node.value, let version = version(text) {
      return Sign(version: version, path: node.path)
    }
    guard let list = resource.peek("meta")?.peek("profile"), case .array(let profiles) = list.value else { return nil }
    for (index, profile) in profiles.enumerated() {
      if case .string(let text) = profile, let version = version(ofProfile: text) {
        return Sign(version: version, path: .item(list.path, index))
      }
    }
    return nil
  }

  /// Nil for 4.0 and 4.3.
  private static func version(_ number: String) -> FHIRVersion? {
    if number.starts(with: "4.0") || number.starts(with: "4.3") { return nil }
    if number.starts(with: "1.0") { return .dstu2 }
    if number.starts(with: "3.0") { return .stu3 }
    if number.starts(with: "5.") { return .r5 }
    return .named(number)
  }

  /// Only HL7's base profiles carry FHIR's version; `us-core-patient|5.0.1` is a version of US Core.
  private static func version(ofProfile url: String) -> FHIRVersion? {
    let base = "http://hl7.org/fhir/"
    guard url.hasPrefix(base) else { return nil }
    let rest = url.utf8.dropFirst(base.utf8.count)
    let folder = String(rest.prefix { $0 != UInt8(ascii: "/") }) ?? ""
    switch folder {
    case "DSTU2": return .dstu2
    case "STU3": return .stu3
    case "R5": return .r5
    case "StructureDefinition":
      let parts = url.split(separator: "|", maxSplits: 1)
      return parts.count == 2 ? version(String(parts[1])) : nil
    default: return folder.first?.isNumber == true ? version(folder) : nil
    }
  }

  /// Members that another version renamed or gave another type.
  private static func shape(of resource: JSONNode, type: String) -> Sign? {
    func sign(_ version: FHIRVersion, _ name: String, _ kinds: JSONKind...) -> Sign? {
      guard let node = resource.peek(name), kinds.isEmpty || kinds.contains(node.value.kind) else { return nil }
      return Sign(version: version, path: node.path)
    }
    switch type {
    case "AllergyIntolerance":
      return sign(.dstu2, "substance") ?? sign(.stu3, "assertedDate") ?? sign(.dstu2OrSTU3, "clinicalStatus", .string)
        ?? sign(.dstu2OrSTU3, "verificationStatus", .string) ?? sign(.r5, "type", .object)
    case "Condition":
      return sign(.dstu2, "dateRecorded") ?? sign(.stu3, "assertedDate")
        ?? sign(.dstu2OrSTU3, "clinicalStatus", .string) ?? sign(.dstu2OrSTU3, "verificationStatus", .string)
    case "Encounter":
      return sign(.dstu2, "class", .string) ?? sign(.r5, "class", .array) ?? sign(.r5, "actualPeriod")
        ?? sign(.r5, "admission") ?? sign(.stu3, "reason")
    case "Immunization":
      return sign(.dstu2, "wasNotGiven") ?? sign(.stu3, "notGiven") ?? sign(.dstu2OrSTU3, "date")
    case "MedicationRequest":
      return sign(.r5, "medication") ?? sign(.stu3, "context") ?? sign(.stu3, "definition")
    case "Observation": return sign(.r5, "triggeredBy") ?? sign(.dstu2OrSTU3, "related")
    default: return nil
    }
  }
}
