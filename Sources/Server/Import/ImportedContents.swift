import Clinical
import Core
import Patients

/// The texts of each kind of record. They stay in the words of their source.
extension ImportedRecords {
  static func content(of allergy: ImportedAllergy) -> ClinicalContent {
    var content = ClinicalContent()
    content.title = allergy.code.text
    content.code = firstCode(allergy.code)
    content.verification = allergy.verificationStatus?.rawValue ?? ""
    content.since = allergy.onset?.description ?? ""
    content.lines = allergy.reactions.map(line)
    content.notes = allergy.notes
    return content
  }

  /// "Rash, hives (severe): after shellfish".
  private static func line(_ reaction: ImportedAllergy.Reaction) -> String {
    let signs = reaction.manifestations.map(\.text).joined(separator: ", ")
    let details = [reaction.substance?.text, reaction.description].compactMap(\.self).joined(separator: ", ")
    return signs + (reaction.severity.map { " (" + $0.rawValue + ")" } ?? "") + (details.isEmpty ? "" : ": " + details)
  }

  static func content(of condition: ImportedCondition) -> ClinicalContent {
    var content = ClinicalContent()
    content.title = condition.code.text
    content.code = firstCode(condition.code)
    content.verification = condition.verificationStatus?.rawValue ?? ""
    content.since = condition.onset?.description ?? ""
    content.until = condition.abatement?.description ?? ""
    content.lines = [condition.severity?.text].compactMap(\.self)
    content.notes = condition.notes
    return content
  }

  static func content(of medication: ImportedMedication) -> ClinicalContent {
    var content = ClinicalContent()
    content.title = medication.medication.text
    content.code = firstCode(medication.medication)
    content.since = medication.authored?.description ?? ""
    content.value = medication.dosage ?? ""
    content.person = medication.requester ?? ""
    content.lines = medication.reasons.map(\.text)
    content.notes = medication.notes
    return content
  }

  static func content(of encounter: ImportedEncounter) -> ClinicalContent {
    var content = ClinicalContent()
    content.title = encounter.types.first?.text ?? encounter.classText ?? "Encounter"
    content.code = encounter.classCode ?? ""
    content.since = encounter.period?.start?.description ?? ""
    content.until = encounter.period?.end?.description ?? ""
    content.person = encounter.practitioner ?? ""
    content.lines = encounter.reasons.map(\.text)
    return content
  }

  static func content(of immunization: ImportedImmunization) -> ClinicalContent {
    var content = ClinicalContent()
    content.title = immunization.vaccine.text
    content.code = firstCode(immunization.vaccine)
    content.since = immunization.occurrence.description
    content.value = immunization.dose?.description ?? ""
    content.lines = [immunization.statusReason?.text, immunization.lotNumber.map { "Lot " + $0 }].compactMap(\.self)
    content.notes = immunization.notes
    return content
  }

  static func content(of observation: ImportedObservation) -> ClinicalContent {
    var content = ClinicalContent()
    content.title = observation.code.text
    content.code = firstCode(observation.code)
    content.since = observation.effective?.description ?? ""
    content.value = observation.value?.description ?? ""
    content.lines =
      observation.components.map { $0.code.text + ": " + $0.value.description }
      + observation.interpretations.map(\.text)
    content.notes = observation.notes
    return content
  }

  private static func firstCode(_ concept: CodedText) -> String { concept.codings.lazy.compactMap(\.code).first ?? "" }
}
