import Core
import Crypto
import Database
import Templates

/// Who they are: Patient, the practice as Organization, and Flags for what the practice notes about the person itself: the
/// administrative note, a restriction of use, a planned erasure.
enum PersonSection {
  static let section = ExportSection(.person, count: { _, _ in 1 }, read: read)

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    guard let patient = try Patients.find(context.patient, in: db) else { throw NobodyToCopy() }
    let privacy = try PrivacyPerson.find(context.patient, in: db)
    let erasures = try Erasures.all(of: context.patient, in: db)
    let wishes = try MessageWishes.find(context.patient, in: db)
    let resources =
      [person(patient, context), practice(db.practice, context)]
      + [note(patient.details.note, context), restriction(privacy?.restrictedAt, context)].compactMap(\.self)
      + wishes.resources(context)
      + erasures.map { erasure($0, context) }
    return ExportPage(
      resources: resources, lines: lines(patient, privacy, erasures, context) + wishes.lines(context), last: nil)
  }

  /// Erased meanwhile.
  private struct NobodyToCopy: Error {}

  private static func person(_ patient: Patient, _ context: ExportContext) -> FHIRResource {
    let details = patient.details
    return FHIRResource(
      "Patient", patient.id.id,
      [
        "active": .flag(details.isActive),
        "name": .one(
          .of([
            "use": "official", "text": .text(details.name.full), "family": .text(details.name.family),
            "given": .list(details.name.given.split(separator: " ").map { .string(String($0)) }),
          ])),
        "telecom": .list([
          details.phone.isEmpty ? nil : .of(["system": "phone", "value": .text(details.phone)]),
          details.email.isEmpty ? nil : .of(["system": "email", "value": .text(details.email)]),
        ]),
        "gender": .text(details.gender.rawValue), "birthDate": .text(details.birthDate?.description),
        "deceasedBoolean": patient.isDeceased ? .flag(true) : nil,
        "address": details.address.isEmpty ? nil : .one(.of(["use": "home", "text": .text(details.address)])),
        "communication": .one(
          .of([
            "language": .concept("urn:ietf:bcp:47", details.language.rawValue, text: details.language.name),
            "preferred": .flag(true),
          ])),
        "managingOrganization": FHIRResource.reference(context.practice, display: context.practiceName),
      ])
  }

  private static func practice(_ practice: PracticeProfile, _ context: ExportContext) -> FHIRResource {
    FHIRResource(
      "Organization", context.practice,
      [
        "active": .flag(true), "name": .text(practice.name),
        "telecom": .list([
          practice.phone.isEmpty ? nil : .of(["system": "phone", "value": .text(practice.phone)]),
          practice.email.isEmpty ? nil : .of(["system": "email", "value": .text(practice.email)]),
        ]),
        "address": practice.address.isEmpty ? nil : .one(.of(["text": .text(practice.address)])),
      ])
  }

  static func flag(
    _ id: EntityID, _ status: String, _ text: String, _ context: ExportContext, start: FHIRValue?
  ) -> FHIRResource {
    FHIRResource(
      "Flag", id,
      [
        "status": .text(status),
        "category": .one(.concept("http://terminology.hl7.org/CodeSystem/flag-category", "admin")),
        "code": .words(text), "subject": context.subject, "period": .of(["start": start]),
      ])
  }

  private static func note(_ text: String, _ context: ExportContext) -> FHIRResource? {
    guard !text.isEmpty else { return nil }
    return flag(FHIRResource.derived("note", from: context.patient.id), "active", text, context, start: nil)
  }
  private static func restriction(_ since: Instant?, _ context: ExportContext) -> FHIRResource? {
    guard let since else { return nil }
    let id = FHIRResource.derived("restriction", from: context.patient.id)
    return flag(id, "active", context.text.text("patients.export.restriction"), context, start: .moment(since))
  }
  private static func erasure(_ erasure: Erasure, _ context: ExportContext) -> FHIRResource {
    flag(
      erasure.id, erasure.state == .done ? "inactive" : "active", words(erasure, context), context,
      start: .string(erasure.dueOn.description))
  }
  private static func words(_ erasure: Erasure, _ context: ExportContext) -> String {
    switch erasure.part {
    case .contact: context.text.text("patients.export.erasure.contact")
    case .record: context.text.text("patients.export.erasure.record")
    }
  }

  private static func lines(
    _ patient: Patient, _ privacy: PrivacyPerson?, _ erasures: [Erasure], _ context: ExportContext
  ) -> [ExportLine] {
    let details = patient.details
    let text = context.text
    func line(_ title: String, _ value: String?) -> ExportLine? {
      value.flatMap { $0.isEmpty ? nil : ExportLine(when: nil, title: title, details: [$0]) }
    }
    let facts = [
      line(text.text("patients.export.name"), details.name.full),
      line(text.text("patients.field.birthDate"), details.birthDate.flatMap { context.written($0.description) }),
      line(text.text("patients.field.phone"), details.phone),
      line(text.text("patients.field.email"), details.email),
      line(text.text("patients.field.address"), details.address),
      line(text.text("patients.field.language"), details.language.name),
      line(text.text("patients.field.note"), details.note),
      line(text.text("patients.export.restriction"), privacy?.restrictedAt.map(context.day)),
    ]
    return facts.compactMap(\.self)
      + erasures.map {
        ExportLine(when: context.formats.date($0.dueOn, .medium), title: words($0, context), details: [])
      }
  }
}
