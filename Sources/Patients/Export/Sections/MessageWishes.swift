import Core
import Database
import SQL
import Templates

/// Ways by which a patient wants no messages, and by which clock they live: Flags of the person.
struct MessageWishes: Sendable {
  /// A way by which nothing is wanted, and since when.
  struct Refusal: Sendable {
    let channel: StaticString
    let kind: StaticString
    let since: Instant
  }
  let refused: [Refusal]
  let zone: String?

  static func find(_ patient: PatientID, in db: borrowing TenantReader) throws -> MessageWishes {
    let found = try db.first(
      """
      SELECT zone, no_email_at, no_sms_at, no_whatsapp_at FROM messaging_preference
      WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      """
    ) { row in
      var refused: [Refusal] = []
      let columns: [(StaticString, StaticString)] = [
        ("email", "no-email"), ("sms", "no-sms"), ("whatsapp", "no-whatsapp"),
      ]
      for (index, (channel, kind)) in columns.enumerated() {
        guard let since = try row.instantIfPresent(index + 1) else { continue }
        refused.append(Refusal(channel: channel, kind: kind, since: since))
      }
      return MessageWishes(refused: refused, zone: try row.textIfPresent(0))
    }
    return found ?? MessageWishes(refused: [], zone: nil)
  }

  func resources(_ context: ExportContext) -> [FHIRResource] {
    let flags = refused.map { refusal in
      PersonSection.flag(
        FHIRResource.derived(refusal.kind, from: context.patient.id), "active", words(refusal, context), context,
        start: .moment(refusal.since))
    }
    let clock = zone.map { zone in
      PersonSection.flag(
        FHIRResource.derived("zone", from: context.patient.id), "active",
        context.text.text("patients.export.zone") + ": " + zone, context, start: nil)
    }
    return flags + [clock].compactMap(\.self)
  }

  func lines(_ context: ExportContext) -> [ExportLine] {
    refused.map { ExportLine(when: nil, title: words($0, context), details: [context.day($0.since)]) }
      + [zone.map { ExportLine(when: nil, title: context.text.text("patients.export.zone"), details: [$0]) }]
      .compactMap(\.self)
  }

  private func words(_ refusal: Refusal, _ context: ExportContext) -> String {
    context.text.text(
      "patients.export.noMessages", ["channel": context.text.text("notice.channel.\(refusal.channel)")])
  }
}
