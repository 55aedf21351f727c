import Core
import Crypto
import Database
import SQL
import Templates

/// Appointments, with what was agreed to pay for them (ChargeItem) and whom and what they need (Practitioner, Location,
/// Device). Why the practice let two visits overlap stays with the practice: it speaks of the other one.
enum VisitSection {
  static let section = ExportSection(.visits, count: count, read: read)

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
    ) { try $0.int(0) } ?? 0
  }

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let visits = try db.rows(
      """
      SELECT \(columns) \(tables(db.scope))
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(context.patient) AND a.id > \(after ?? .zero)
      ORDER BY a.id LIMIT \(context.limit)
      """, ExportedVisit.init)
    return ExportPage(
      resources: visits.flatMap { $0.resources(context) }, lines: visits.map { $0.line(context) },
      last: visits.count == context.limit ? visits.last?.id : nil)
  }

  private static let columns: SQL = """
    a.id, a.status, a.starts_at, a.ends_at, a.created_at, s.name, s.mode, a.sealed_note, a.sealed_cancel_reason,
    a.payment, a.price_minor, a.currency, a.late_fee_minor, a.late_fee_due, COALESCE(r.user_id, r.id), r.name,
    o.id, o.name, d.id, d.name, l.id, l.name, l.address,
    a.sealed_answer
    """
  private static func tables(_ scope: TenantScope) -> SQL {
    """
    FROM scheduling_appointment a
    JOIN scheduling_service s ON s.practice_id = \(scope) AND s.id = a.service_id
    JOIN scheduling_resource r ON r.practice_id = \(scope) AND r.id = a.practitioner_id
    LEFT JOIN scheduling_resource o ON o.practice_id = \(scope) AND o.id = a.room_id
    LEFT JOIN scheduling_resource d ON d.practice_id = \(scope) AND d.id = a.device_id
    LEFT JOIN practices_location l ON l.practice_id = \(scope) AND l.id = a.location_id
    """
  }
}

/// One appointment with what it names.
struct ExportedVisit {
  /// Declared by Scheduling; read here.
  private static let note = SealedColumn("scheduling_appointment", "sealed_note")
  private static let reason = SealedColumn("scheduling_appointment", "sealed_cancel_reason")
  private static let answerColumn = SealedColumn("scheduling_appointment", "sealed_answer")
  private typealias Named = (id: EntityID, name: String)

  let id: EntityID
  private let status: String
  private let start: Instant
  private let end: Instant
  private let made: Instant
  private let service: String
  private let isVideo: Bool
  private let note: String?
  private let cancelReason: String?
  /// What the practice wrote about a request that it declined.
  private let answer: String?
  private let payment: String
  private let price: Int64
  private let currency: String
  private let lateFee: Int64
  private let practitioner: Named
  private let room: Named?
  private let device: Named?
  /// Nil at the practice itself.
  private let place: Named?
  private let address: String

  init(_ row: borrowing Row) throws {
    let id = try row.id(0)
    self.id = id
    status = try row.text(1)
    (start, end, made) = (try row.instant(2), try row.instant(3), try row.instant(4))
    service = try row.text(5)
    isVideo = try row.text(6) == "video"
    note = try row.openedIfPresent(7, Self.note, row: id)
    cancelReason = try row.openedIfPresent(8, Self.reason, row: id)
    answer = try row.openedIfPresent(23, Self.answerColumn, row: id)
    payment = try row.text(9)
    price = Int64(try row.int(10))
    currency = try row.text(11)
    lateFee = try row.bool(13) ? Int64(try row.int(12)) : 0
    practitioner = (try row.id(14), try row.text(15))
    room = try row.idIfPresent(16).map { ($0, try row.text(17)) }
    device = try row.idIfPresent(18).map { ($0, try row.text(19)) }
    place = try row.idIfPresent(20).map { ($0, try row.text(21)) }
    address = try row.textIfPresent(22) ?? ""
  }

  func resources(_ context: ExportContext) -> [FHIRResource] {
    [
      appointment(context), CareTeamSection.practitioner(practitioner.id, practitioner.name),
      place.map {
        FHIRResource(
          "Location", $0.id,
          [
            "name": .text($0.name), "address": .of(["text": .text(address)]),
            "managingOrganization": FHIRResource.reference(context.practice),
          ])
      },
      room.map {
        FHIRResource(
          "Location", $0.id, ["name": .text($0.name), "managingOrganization": FHIRResource.reference(context.practice)])
      },
      device.map {
        FHIRResource(
          "Device", $0.id, ["deviceName": .one(.of(["name": .text($0.name), "type": "user-friendly-name"]))])
      },
      price > 0 ? charge("charge", price, context) : nil, lateFee > 0 ? charge("late-fee", lateFee, context) : nil,
    ].compactMap(\.self)
  }

  private func appointment(_ context: ExportContext) -> FHIRResource {
    FHIRResource(
      "Appointment", id,
      [
        "status": .text(code), "cancelationReason": .words(cancelReason), "serviceType": .one(.words(service)),
        "start": .moment(start), "end": .moment(end), "minutesDuration": .number(end.minutes(since: start)),
        "created": .moment(made), "comment": .text(note),
        "patientInstruction": .text(answer),
        "participant": .list([
          participant(context.subject),
          participant(FHIRResource.reference(practitioner.id, display: practitioner.name)),
          room.map { participant(FHIRResource.reference($0.id, display: $0.name)) },
          device.map { participant(FHIRResource.reference($0.id, display: $0.name)) },
          isVideo ? nil : place.map { participant(FHIRResource.reference($0.id, display: $0.name)) },
        ]),
      ])
  }

  private func participant(_ actor: FHIRValue) -> FHIRValue {
    .of(["actor": actor, "status": .text(status == "cancelled" ? "declined" : "accepted")])
  }

  /// FHIR AppointmentStatus: as stored, but for two.
  private var code: String {
    switch status {
    case "checkedIn": "checked-in"
    case "enteredInError": "entered-in-error"
    default: status
    }
  }

  private func charge(_ kind: StaticString, _ minor: Int64, _ context: ExportContext) -> FHIRResource {
    let name = "\(kind)" == "charge" ? service : context.text.text("patients.export.lateFee")
    return FHIRResource(
      "ChargeItem", FHIRResource.derived(kind, from: id),
      [
        "status": .text(chargeStatus), "code": .words(name), "subject": context.subject,
        "occurrenceDateTime": .moment(start), "priceOverride": .money(minor: minor, currency: currency),
        "note": .notes([payment]),
      ])
  }
  private var chargeStatus: String {
    switch payment {
    case "none": "not-billable"
    case "paid", "covered", "refunded": "billed"
    default: "billable"
    }
  }

  func line(_ context: ExportContext) -> ExportLine {
    let price = Currency(code: currency).map { context.formats.money(Money(minor: self.price, $0)) }
    return ExportLine(
      when: context.moment(start), title: service,
      details: [
        practitioner.name, room?.name, isVideo ? nil : place?.name, state(context), self.price > 0 ? price : nil, note,
        cancelReason, answer,
      ])
  }

  private func state(_ context: ExportContext) -> String {
    switch status {
    case "proposed": context.text.text("clinical.appointment.proposed")
    case "pending": context.text.text("clinical.appointment.pending")
    case "booked": context.text.text("clinical.appointment.booked")
    case "arrived": context.text.text("clinical.appointment.arrived")
    case "checkedIn": context.text.text("clinical.appointment.checkedIn")
    case "fulfilled": context.text.text("clinical.appointment.fulfilled")
    case "cancelled": context.text.text("clinical.appointment.cancelled")
    case "noshow": context.text.text("clinical.appointment.noshow")
    case "waitlist": context.text.text("clinical.appointment.waitlist")
    default: context.text.text("clinical.appointment.enteredInError")
    }
  }
}
