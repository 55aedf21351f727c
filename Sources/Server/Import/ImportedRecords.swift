import Clinical
import Core
import Patients

/// From a mapped FHIR resource to what a chart keeps of it.
enum ImportedRecords {
  /// Nil for a Patient, which is no clinical record.
  static func record(_ record: ClinicalImport.Record) -> NewClinicalRecord? {
    guard let content = content(of: record.value) else { return nil }
    let facts = facts(of: record.value)
    return NewClinicalRecord(
      kind: facts.kind, patient: record.patient, status: facts.status, mark: facts.mark, from: facts.from,
      to: facts.to, content: content, sourceIndex: record.sourceIndex, importID: record.importID.id)
  }

  static func content(of value: ImportedValue) -> ClinicalContent? {
    switch value {
    case .patient: nil
    case .allergy(let allergy): content(of: allergy)
    case .condition(let condition): content(of: condition)
    case .medication(let medication): content(of: medication)
    case .encounter(let encounter): content(of: encounter)
    case .immunization(let immunization): content(of: immunization)
    case .observation(let observation): content(of: observation)
    }
  }

  private struct Facts {
    let kind: ClinicalKind
    var status = ""
    var mark = ""
    var from: Instant?
    var to: Instant?
  }

  private static func facts(of value: ImportedValue) -> Facts {
    switch value {
    case .allergy(let allergy):
      Facts(
        kind: .allergy, status: allergy.clinicalStatus?.rawValue ?? "", mark: allergy.criticality?.rawValue ?? "",
        from: allergy.onset?.start.map(day))
    case .condition(let condition):
      Facts(
        kind: .condition, status: condition.clinicalStatus?.rawValue ?? "", from: condition.onset?.start.map(day),
        to: condition.abatement?.start.map(day))
    case .medication(let medication):
      Facts(kind: .medication, status: medication.status.rawValue, from: medication.authored.map(day))
    case .encounter(let encounter):
      Facts(
        kind: .encounter, status: encounter.status.rawValue, from: encounter.period?.start?.earliest,
        to: encounter.period?.end?.latest)
    case .immunization(let immunization):
      Facts(kind: .immunization, status: immunization.status.rawValue, from: immunization.occurrence.start.map(day))
    case .observation(let observation):
      Facts(
        kind: .observation,
        mark: observation.code.code(in: "http://loinc.org") ?? observation.code.codings.lazy.compactMap(\.code).first
          ?? "", from: observation.effective?.start?.earliest)
    // Patients are no records; `record(_:)` has turned them away.
    case .patient: Facts(kind: .encounter)
    }
  }

  /// Midnight UTC of the date as its writer saw it: date columns keep that date.
  private static func day(_ time: FHIRTime) -> Instant { Instant(seconds: Int64(time.date.earliest.days) * 86_400) }
}
