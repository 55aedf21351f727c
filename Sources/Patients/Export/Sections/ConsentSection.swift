import Core
import Database
import SQL
import Templates
import Web

/// What they agreed to, in the words they agreed to, and what they took back: Consent.
enum ConsentSection {
  static let section = ExportSection(.consents, count: count, read: read)

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM patients_consent WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
    ) { try $0.int(0) } ?? 0
  }

  /// Few, each a row of its own: read at once.
  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let consents = try Consents.all(of: context.patient, in: db)
    return ExportPage(
      resources: consents.map { resource($0, context) }, lines: consents.map { line($0, context) }, last: nil)
  }

  private static func resource(_ consent: Consent, _ context: ExportContext) -> FHIRResource {
    let words = consent.text.text
    return FHIRResource(
      "Consent", consent.id,
      [
        "status": .text(consent.withdrawnAt == nil ? "active" : "inactive"),
        "scope": .concept("http://terminology.hl7.org/CodeSystem/consentscope", scope(consent.topic)),
        "category": .one(.concept("http://loinc.org", "59284-0", text: title(consent.topic, context))),
        "patient": context.subject, "dateTime": .moment(consent.givenAt),
        "organization": .one(FHIRResource.reference(context.practice, display: context.practiceName)),
        "sourceAttachment": .of([
          "contentType": "text/plain; charset=utf-8", "language": .text(consent.text.language.rawValue),
          "data": .text(Base64.encode(Array(words.utf8))),
          "title": .text(title(consent.topic, context) + " \(consent.text.version)"),
        ]),
        // FHIR asks for the policy (invariant ppc-1): it is the text.
        "policyRule": .words(title(consent.topic, context)),
        "provision": .of(["type": "permit", "period": .period(consent.givenAt, consent.withdrawnAt)]),
      ])
  }

  private static func scope(_ topic: ConsentTopic) -> String {
    switch topic {
    case .treatment, .telehealth: "treatment"
    case .marketing, .sharing, .sms, .whatsapp, .email, .writtenSms: "patient-privacy"
    }
  }

  private static func title(_ topic: ConsentTopic, _ context: ExportContext) -> String {
    switch topic {
    case .treatment: context.text.text("patients.consent.treatment")
    case .telehealth: context.text.text("patients.consent.telehealth")
    case .marketing: context.text.text("patients.consent.marketing")
    case .sharing: context.text.text("patients.consent.sharing")
    case .sms: context.text.text("patients.consent.sms")
    case .whatsapp: context.text.text("patients.consent.whatsapp")
    case .email: context.text.text("patients.consent.email")
    case .writtenSms: context.text.text("patients.consent.writtenSms")
    }
  }

  private static func line(_ consent: Consent, _ context: ExportContext) -> ExportLine {
    let withdrawn = consent.withdrawnAt.map {
      context.text.text(
        "patients.consent.withdrawn", ["date": context.day($0), "who": who(consent.withdrawnBy, context)])
    }
    return ExportLine(
      when: context.day(consent.givenAt), title: title(consent.topic, context), details: [withdrawn, consent.text.text])
  }
  private static func who(_ source: ConsentSource?, _ context: ExportContext) -> String {
    switch source {
    case .patient, nil: context.text.text("patients.consent.by.patient")
    case .staff: context.text.text("patients.consent.by.staff")
    }
  }
}
