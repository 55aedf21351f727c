import Clinical
import Core
import Database
import Patients
import Templates

/// What Clinical holds of a patient, for copies that Patients builds.
enum ExportWiring {
  /// - Throws: `OperatorError` for a message catalog that cannot be used.
  static func exporter(_ configuration: Configuration) throws(OperatorError) -> PatientExporter {
    PatientExporter(clinical: clinical, catalogs: try MailWiring.catalogs(configuration))
  }

  static let clinical: [ExportSection] = [
    section(.encounter, .encounters, ClinicalResources.encounter),
    section(.condition, .conditions, ClinicalResources.condition),
    section(.allergy, .allergies, ClinicalResources.allergy),
    section(.medication, .medications, ClinicalResources.medication),
    section(.immunization, .immunizations, ClinicalResources.immunization),
    section(.observation, .observations, ClinicalResources.observation),
  ]

  private static func section(
    _ kind: ClinicalKind, _ section: ExportSection.Kind,
    _ resource: @escaping @Sendable (StoredRecord, ExportContext) -> FHIRResource
  ) -> ExportSection {
    ExportSection(section) { patient, db in
      try StoredRecords.count(kind, of: patient, in: db)
    } read: { context, after, db in
      let records = try StoredRecords.page(
        kind, of: context.patient, after: after ?? EntityID(high: 0, low: 0), limit: context.limit, in: db)
      return ExportPage(
        resources: records.map { resource($0, context) }, lines: records.map { line($0, context) },
        last: records.count == context.limit ? records.last?.id : nil)
    }
  }

  /// Words of the source stay as they are.
  private static func line(_ record: StoredRecord, _ context: ExportContext) -> ExportLine {
    let content = record.content
    let when = record.from.map { context.moment($0) } ?? context.written(content.since)
    let until = context.written(content.until).map { context.text.text("patients.export.until", ["date": $0]) }
    return ExportLine(
      when: when, title: content.title,
      details: [content.value, until, content.code, record.status, content.verification, content.person]
        + content.lines + content.notes)
  }
}
