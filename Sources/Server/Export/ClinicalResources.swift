import Clinical
import Core
import Patients

/// From what a chart keeps of a record to FHIR R4: the way back of `ImportedRecords`. A code is written without its
/// system where the chart does not know it.
enum ClinicalResources {
  private static let terminology = "http://terminology.hl7.org/CodeSystem/"

  @Sendable static func allergy(_ record: StoredRecord, _ context: ExportContext) -> FHIRResource {
    let content = record.content
    let onset = FHIRDates(content.since).member("onset")
    return FHIRResource(
      "AllergyIntolerance", record.id,
      [
        "clinicalStatus": status("allergyintolerance-clinical", record.status),
        "verificationStatus": status("allergyintolerance-verification", content.verification),
        "criticality": .text(record.mark), "code": .words(content.title, code: content.code),
        "patient": context.subject, onset.name: onset.value,
        "reaction": .list(content.lines.map(reaction)), "note": .notes(content.notes),
      ])
  }

  /// "Rash, hives (severe): after shellfish", as `ImportedRecords` writes it.
  private static func reaction(_ line: String) -> FHIRValue {
    var (head, tail) = parts(line, at: ": ") ?? (line, nil)
    var severity: String?
    for word in ["mild", "moderate", "severe"] where head.hasSuffix(" (\(word))") {
      head = String(head.dropLast(word.count + 3))
      severity = word
    }
    // FHIR asks for a sign; a line without one stays as it is.
    if head.isEmpty { (head, tail, severity) = (line, nil, nil) }
    return .of([
      "manifestation": .one(.words(head)), "description": .text(tail), "severity": .text(severity),
    ])
  }

  @Sendable static func condition(_ record: StoredRecord, _ context: ExportContext) -> FHIRResource {
    let content = record.content
    let (onset, end) = (FHIRDates(content.since).member("onset"), FHIRDates(content.until).member("abatement"))
    return FHIRResource(
      "Condition", record.id,
      [
        "clinicalStatus": status("condition-clinical", record.status),
        "verificationStatus": status("condition-ver-status", content.verification),
        "severity": .words(content.lines.first), "code": .words(content.title, code: content.code),
        "subject": context.subject, onset.name: onset.value, end.name: end.value, "note": .notes(content.notes),
      ])
  }

  /// The chart keeps no intent; FHIR asks for one.
  @Sendable static func medication(_ record: StoredRecord, _ context: ExportContext) -> FHIRResource {
    let content = record.content
    return FHIRResource(
      "MedicationRequest", record.id,
      [
        "status": .text(record.status), "intent": "order",
        "medicationCodeableConcept": .words(content.title, code: content.code), "subject": context.subject,
        "authoredOn": .text(FHIRDates(content.since).date), "requester": .of(["display": .text(content.person)]),
        "reasonCode": .list(content.lines.map { .words($0) }), "note": .notes(content.notes),
        "dosageInstruction": .one(.of(["text": .text(content.value)])),
      ])
  }

  @Sendable static func encounter(_ record: StoredRecord, _ context: ExportContext) -> FHIRResource {
    let content = record.content
    let start = FHIRDates(content.since).member("start", exact: record.from, zone: context.zone)
    let end = FHIRDates(content.until).member("end", exact: record.to, zone: context.zone)
    let kind =
      content.code.isEmpty
      ? FHIRValue.coding(terminology + "v3-NullFlavor", "UNK") : .coding(terminology + "v3-ActCode", content.code)
    return FHIRResource(
      "Encounter", record.id,
      [
        "status": .text(record.status), "class": kind, "type": .one(.words(content.title)),
        "subject": context.subject,
        "participant": .one(.of(["individual": .of(["display": .text(content.person)])])),
        "period": .of(["start": start.value, "end": end.value]),
        "reasonCode": .list(content.lines.map { .words($0) }),
      ])
  }

  @Sendable static func immunization(_ record: StoredRecord, _ context: ExportContext) -> FHIRResource {
    let content = record.content
    // FHIR asks for one.
    let occurrence = FHIRDates(content.since.isEmpty ? "unknown" : content.since).member("occurrence")
    let lot = content.lines.compactMap { parts($0, at: "Lot ") }.first { $0.0.isEmpty }?.1
    let dose = FHIRMeasure.quantity(content.value)
    return FHIRResource(
      "Immunization", record.id,
      [
        "status": .text(record.status),
        "statusReason": .words(content.lines.first { !$0.hasPrefix("Lot ") }),
        "vaccineCode": .words(content.title, code: content.code), "patient": context.subject,
        occurrence.name: occurrence.value,
        "lotNumber": .text(lot), "doseQuantity": dose,
        "note": .notes((dose == nil && !content.value.isEmpty ? [content.value] : []) + content.notes),
      ])
  }

  @Sendable static func observation(_ record: StoredRecord, _ context: ExportContext) -> FHIRResource {
    let content = record.content
    let effective = FHIRDates(content.since).member(
      "effective", exact: record.from, zone: context.zone, hasString: false)
    let value = FHIRMeasure.value(content.value)
    let split = content.lines.map { (line: $0, parts: parts($0, at: ": ")) }
    let loinc = record.mark == content.code && LOINC.isCode(content.code) ? LOINC.system : nil
    return FHIRResource(
      "Observation", record.id,
      [
        // Only finished measurements are kept.
        "status": "final",
        "category": .one(.concept(terminology + "observation-category", "vital-signs")),
        "code": .words(content.title, code: content.code, system: loinc), "subject": context.subject,
        effective.name: effective.value, value.name: value.value,
        "interpretation": .list(split.filter { $0.parts == nil }.map { .words($0.line) }),
        "component": .list(split.compactMap { component($0.parts) }), "note": .notes(content.notes),
      ])
  }

  /// "Systolic: 120 mmHg".
  private static func component(_ parts: (String, String?)?) -> FHIRValue? {
    guard let (name, text) = parts, let text else { return nil }
    let value = FHIRMeasure.value(text)
    return .of(["code": .words(name), value.name: value.value])
  }

  private static func status(_ system: String, _ code: String) -> FHIRValue? {
    code.isEmpty ? nil : .concept(terminology + system, code)
  }

  /// By bytes, at the first occurrence.
  private static func parts(_ text: String, at mark: String) -> (String, String?)? {
    FHIRDates.split(text, at: mark).map { ($0.0, $0.1) }
  }
}

/// Codes of LOINC: digits, a hyphen, and a check digit (modulus 10). What has this form is one; the chart keeps no system.
enum LOINC {
  static let system = "http://loinc.org"

  static func isCode(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (3...8).contains(bytes.count), bytes[bytes.count - 2] == UInt8(ascii: "-") else { return false }
    let digits = bytes.dropLast(2) + [bytes[bytes.count - 1]]
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
    // From the right, every other digit is doubled, and the digits of that are added up.
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let value = Int(digit.element - UInt8(ascii: "0")) * (digit.offset % 2 == 1 ? 2 : 1)
      return sum + value / 10 + value % 10
    }
    return sum % 10 == 0
  }
}
