import Core
import Database
import SQL

/// When somebody opened the record in an emergency, and why: AuditEvent with the purpose "break the glass".
enum EmergencySection {
  static let section = ExportSection(.emergencies, count: { _, _ in 1 }, read: read)

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let openings = try db.rows(
      """
      SELECT e.id, u.id, u.name, e.sealed_reason, e.created_at FROM patients_emergency_access e
      JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.user_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(context.patient) ORDER BY e.id
      """
    ) { row in
      let id = try row.id(0)
      return (
        id: id, user: try row.id(1), name: try row.text(2),
        reason: try row.opened(3, EmergencyAccess.reasonColumn, row: id), at: try row.instant(4)
      )
    }
    let resources = openings.flatMap { opening in
      [
        CareTeamSection.practitioner(opening.user, opening.name),
        FHIRResource(
          "AuditEvent", opening.id,
          [
            "type": .coding("http://dicom.nema.org/resources/ontology/DCM", "110113", display: "Security Alert"),
            "subtype": .one(
              .coding("http://dicom.nema.org/resources/ontology/DCM", "110127", display: "Emergency Override Started")),
            "action": "E", "recorded": .moment(opening.at), "outcome": "0", "outcomeDesc": .text(opening.reason),
            "purposeOfEvent": .one(.concept("http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG")),
            "agent": .one(
              .of(["who": FHIRResource.reference(opening.user, display: opening.name), "requestor": .flag(true)])),
            "source": .of(["observer": FHIRResource.reference(context.practice, display: context.practiceName)]),
            "entity": .one(.of(["what": context.subject])),
          ]),
      ]
    }
    return ExportPage(
      resources: resources,
      lines: openings.map { ExportLine(when: context.moment($0.at), title: $0.name, details: [$0.reason]) }, last: nil)
  }
}
