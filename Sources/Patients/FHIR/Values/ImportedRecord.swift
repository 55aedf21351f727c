/// What every mapped resource has.
public protocol ImportedRecord: Hashable, Sendable {
  var source: SourceID { get }
  /// One line for the list of what would be imported. Holds health data: never log it.
  var summary: String { get }
}

/// What a resource about a patient has besides.
public protocol ImportedClinicalRecord: ImportedRecord {
  /// The patient it is about; always one the same plan maps.
  var patient: SourceID { get }
}

/// One mapped resource.
public enum ImportedValue: Hashable, Sendable {
  case patient(ImportedPatient)
  case allergy(ImportedAllergy)
  case medication(ImportedMedication)
  case condition(ImportedCondition)
  case encounter(ImportedEncounter)
  case immunization(ImportedImmunization)
  case observation(ImportedObservation)

  public var record: any ImportedRecord {
    switch self {
    case .patient(let value): value
    case .allergy(let value): value
    case .medication(let value): value
    case .condition(let value): value
    case .encounter(let value): value
    case .immunization(let value): value
    case .observation(let value): value
    }
  }
  public var source: SourceID { record.source }
  public var summary: String { record.summary }
  /// The patient it is about; a Patient is about itself.
  public var patient: SourceID { (record as? any ImportedClinicalRecord)?.patient ?? source }
}

enum Summary {
  /// "Head (first, second): tail", without the parts that are missing.
  static func line(_ head: String, _ details: [String?], tail: String? = nil) -> String {
    let details = details.compactMap(\.self).filter { !$0.isEmpty }
    let tail = tail.flatMap { $0.isEmpty ? nil : $0 }
    let line =
      head + (details.isEmpty ? "" : " (" + details.joined(separator: ", ") + ")") + (tail.map { ": " + $0 } ?? "")
    return String(decoding: line.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
  }
}
