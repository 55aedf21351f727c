import Core
import Crypto
import Database
import SQL
import Templates

/// Who acts for them: RelatedPerson. Name and relation; the addresses by which these people sign in are theirs, and stay
/// theirs (GDPR Art. 15 (4)).
enum GuardianSection {
  static let section = ExportSection(.guardians, count: count, read: read)
  /// Declared by Identity; read here.
  private static let name = SealedColumn("identity_related_person", "sealed_name")

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM identity_related_person WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
    ) { try $0.int(0) } ?? 0
  }

  private struct Guardian {
    let id: EntityID
    let name: String
    let relation: String
    let from: Instant
    let to: Instant?
  }

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let guardians = try db.rows(
      """
      SELECT id, sealed_name, relation, created_at, LEAST(COALESCE(ended_at, valid_until), COALESCE(valid_until, ended_at))
      FROM identity_related_person
      WHERE practice_id = \(db.scope) AND patient_id = \(context.patient) AND id > \(after ?? .zero)
      ORDER BY id LIMIT \(context.limit)
      """
    ) { row in
      let id = try row.id(0)
      return Guardian(
        id: id, name: try row.opened(1, name, row: id), relation: try row.text(2), from: try row.instant(3),
        to: try row.instantIfPresent(4))
    }
    return ExportPage(
      resources: guardians.map { resource($0, context) },
      lines: guardians.map {
        ExportLine(
          when: context.day($0.from), title: $0.name,
          details: [
            relation($0.relation, context),
            $0.to.map { context.text.text("patients.export.until", ["date": context.day($0)]) },
          ])
      }, last: guardians.count == context.limit ? guardians.last?.id : nil)
  }

  private static func resource(_ guardian: Guardian, _ context: ExportContext) -> FHIRResource {
    FHIRResource(
      "RelatedPerson", guardian.id,
      [
        "active": .flag(guardian.to.map { $0 > context.orderedAt } ?? true), "patient": context.subject,
        "relationship": .one(
          .words(relation(guardian.relation, context), code: code(guardian.relation), system: roleCodes)),
        "name": .one(.of(["text": .text(guardian.name)])), "period": .period(guardian.from, guardian.to),
      ])
  }

  /// HL7 v3 RoleCode. A carer and others have none that says as much.
  private static let roleCodes = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
  private static func code(_ relation: String) -> String? {
    switch relation {
    case "parent": "PRN"
    case "guardian": "GUARD"
    case "partner": "SIGOTHR"
    case "child": "CHILD"
    default: nil
    }
  }

  private static func relation(_ word: String, _ context: ExportContext) -> String {
    switch word {
    case "parent": context.text.text("portal.relation.parent")
    case "guardian": context.text.text("portal.relation.guardian")
    case "partner": context.text.text("portal.relation.partner")
    case "child": context.text.text("portal.relation.child")
    case "carer": context.text.text("portal.relation.carer")
    default: context.text.text("portal.relation.other")
    }
  }
}

extension EntityID {
  /// Before every id that was ever made.
  static let zero = EntityID(high: 0, low: 0)
}
