import Core
import Database
import SQL

/// Who treats them: one CareTeam, with a Practitioner for each of its members.
enum CareTeamSection {
  static let section = ExportSection(.team, count: { _, _ in 1 }, read: read)

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let members = try db.rows(
      """
      SELECT u.id, u.name, t.created_at FROM patients_care_team t
      JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = t.user_id
      WHERE t.practice_id = \(db.scope) AND t.patient_id = \(context.patient) ORDER BY t.created_at, u.id
      """
    ) { row in (id: try row.id(0), name: try row.text(1), since: try row.instant(2)) }
    guard !members.isEmpty else { return ExportPage(resources: [], lines: [], last: nil) }
    let team = FHIRResource(
      "CareTeam", FHIRResource.derived("care-team", from: context.patient.id),
      [
        "status": "active", "subject": context.subject,
        "participant": .list(
          members.map { member in
            .of([
              "member": FHIRResource.reference(member.id, display: member.name),
              "period": .period(member.since, nil),
            ])
          }),
        "managingOrganization": .one(FHIRResource.reference(context.practice, display: context.practiceName)),
      ])
    return ExportPage(
      resources: [team] + members.map { practitioner($0.id, $0.name) },
      lines: members.map { ExportLine(when: context.day($0.since), title: $0.name, details: []) }, last: nil)
  }

  static func practitioner(_ id: EntityID, _ name: String) -> FHIRResource {
    FHIRResource("Practitioner", id, ["name": .one(.of(["text": .text(name)]))])
  }
}
