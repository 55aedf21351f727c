import Core
import Database
public import Templates

/// What building copies needs of others, wired in by the server.
public struct PatientExporter: Sendable {
  /// Where a worker may be ended; tests end it there.
  public enum Step: Sendable, Equatable {
    case begun
    case wrote(part: Int)
    case handedOn
    case packed
    case finished
  }

  let sections: [ExportSection]
  let catalogs: Catalogs
  var limits = ExportLimits()
  var checkpoint: @Sendable (Step) throws -> Void = { _ in }

  /// - Parameter clinical: what Clinical holds of a patient.
  public init(clinical: [ExportSection], catalogs: Catalogs) {
    let all =
      [
        PersonSection.section, GuardianSection.section, CareTeamSection.section, VisitSection.section,
        WaitlistSection.section,
        ConsentSection.section, MailSection.section, MessageSection.section, AccessSection.section,
        EmergencySection.section,
      ] + clinical
    sections = ExportSection.Kind.allCases.compactMap { kind in all.first { $0.kind == kind } }
    self.catalogs = catalogs
  }

  func context(of export: Export, in db: borrowing TenantReader) throws -> ExportContext {
    ExportContext(
      patient: export.patient, text: catalogs.localizer(for: export.language),
      formats: Formats(language: export.language, uses12HourClock: db.practice.uses12HourClock),
      zone: try Zone(name: db.practice.zoneName), practice: try ExportPerson.practice(in: db),
      practiceName: db.practice.name,
      orderedAt: export.orderedAt, limit: limits.rowsAtOnce)
  }
}
