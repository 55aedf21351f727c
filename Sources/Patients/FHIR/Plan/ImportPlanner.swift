/// Decides entry by entry what becomes of a bundle.
enum ImportPlanner {
  static func rows(of bundle: FHIRBundle) -> [ImportPlan.Row] {
    var rows: [ImportPlan.Row] = []
    var seen: [SourceID: Int] = [:]
    for entry in bundle.entries {
      var outcome = outcome(of: entry, in: bundle)
      if case .mapped = outcome, let source = entry.source {
        if let first = seen[source] { outcome = .leftOut(.repeated(entry: first)) } else { seen[source] = entry.index }
      }
      rows.append(
        ImportPlan.Row(
          entry: entry.index, resourceType: entry.resourceType, source: entry.source, outcome: outcome))
    }
    return withoutOrphans(rows)
  }

  /// A record about a patient who is refused or left out must not be imported either.
  private static func withoutOrphans(_ rows: [ImportPlan.Row]) -> [ImportPlan.Row] {
    var patients: Set<SourceID> = []
    for case .patient(let patient)? in rows.map(\.value) { patients.insert(patient.source) }
    return rows.map { row in
      guard let value = row.value, !patients.contains(value.patient) else { return row }
      return ImportPlan.Row(
        entry: row.entry, resourceType: row.resourceType, source: row.source, outcome: .leftOut(.patientNotImported))
    }
  }

  private static func outcome(of entry: FHIRBundle.Entry, in bundle: FHIRBundle) -> ImportPlan.Outcome {
    do throws(MappingStop) {
      return .mapped(try value(of: entry, in: bundle))
    } catch {
      switch error {
      case .leftOut(let reason): return .leftOut(reason)
      case .refused(let path, let reason): return .refused(path: path.description, reason)
      }
    }
  }

  private static func value(
    of entry: FHIRBundle.Entry, in bundle: FHIRBundle
  ) throws(MappingStop) -> ImportedValue {
    if let fault = entry.fault { throw fault }
    if entry.method == "DELETE" { throw .leftOut(.deletion) }
    guard let resource = entry.resource, let type = entry.resourceType else { throw .leftOut(.noResource) }
    guard let map = mappings[type] else {
      throw .leftOut(type == "Medication" ? .usedByOthers(type) : .unsupportedType(type))
    }
    guard let source = entry.source else { throw .refused(entry.path, .noIdentity) }
    guard source.id.utf8.count <= SourceID.limit else { throw .refused(entry.path, .tooLong(limit: SourceID.limit)) }
    try refuseModifiers(resource)
    return try map(MappingContext(bundle: bundle, entry: entry, resource: resource, source: source))
  }

  /// FHIR R4 section 2.6.2 (modifier extensions) and Resource.implicitRules: not understood means not processed.
  private static func refuseModifiers(_ resource: JSONNode) throws(MappingStop) {
    if let rules = try resource.string("implicitRules") { throw .leftOut(.implicitRules(rules)) }
    try refuseModifierExtension(resource)
    for name in partsWithModifiers {
      for part in try resource.list(name) { try refuseModifierExtension(part) }
    }
  }
  /// The parts we read that FHIR lets carry modifier extensions of their own.
  private static let partsWithModifiers = ["component", "dosageInstruction", "participant", "reaction"]

  private static func refuseModifierExtension(_ node: JSONNode) throws(MappingStop) {
    guard let modifier = try node.list("modifierExtension").first else { return }
    throw .leftOut(.modifierExtension(try modifier.string("url") ?? "?"))
  }

  private typealias Mapping = @Sendable (MappingContext) throws(MappingStop) -> ImportedValue
  private static let mappings: [String: Mapping] = [
    "Patient": { (context) throws(MappingStop) in .patient(try PatientMapping.map(context)) },
    "AllergyIntolerance": { (context) throws(MappingStop) in .allergy(try AllergyMapping.map(context)) },
    "MedicationRequest": { (context) throws(MappingStop) in .medication(try MedicationMapping.map(context)) },
    "Condition": { (context) throws(MappingStop) in .condition(try ConditionMapping.map(context)) },
    "Encounter": { (context) throws(MappingStop) in .encounter(try EncounterMapping.map(context)) },
    "Immunization": { (context) throws(MappingStop) in .immunization(try ImmunizationMapping.map(context)) },
    "Observation": { (context) throws(MappingStop) in .observation(try ObservationMapping.map(context)) },
  ]
}
