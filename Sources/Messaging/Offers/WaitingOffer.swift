import Core
import Crypto
import Database
import SQL

/// An offer of the waitlist, as far as its mail needs it. Which service it is stays out: names of services can tell of
/// an illness.
struct WaitingOffer: Sendable {
  let patient: PatientID
  let email: String?
  /// As it was typed.
  let phone: String?
  /// Whether they agreed to texts.
  let agreesToTexts: Bool
  /// Channels that the patient does not want.
  let refused: Set<Channel>
  /// Where the patient lives by another clock than the practice.
  let patientZone: String?
  let language: Language
  let start: Instant
  let end: Instant
  let practitioner: String
  let isByVideo: Bool
  /// Whose clock shows the time: of the place that is kept, else of the practice.
  let zoneName: String
  /// Where it is: of the practice itself its address; nil when nobody wrote it down.
  let place: String?
  /// FHIR has no such codes; as Scheduling stores them.
  let state: String
  let expiresAt: Instant
  let isPatientDeceased: Bool
  let isRestricted: Bool

  func reasonAgainst(by channel: Channel, now: Instant) -> NoticeOutcome? {
    switch state {
    case "offered": break
    case "withdrawn": return .withdrawn
    case "expired": return .past
    default: return .usedAlready
    }
    if expiresAt <= now { return .past }
    if isPatientDeceased { return .deceased }
    if isRestricted { return .restricted }
    if refused.contains(channel) { return .notWanted }
    switch channel {
    case .email: return email == nil ? .noAddress : nil
    case .sms: return agreesToTexts ? nil : .noTextConsent
    case .whatsapp: return .ruleOff
    case .inApp: return nil
    }
  }

  /// What the quiet hours say of a text now. It waits for their end where an hour to answer is left then; otherwise it
  /// stays with the mail, which wakes nobody.
  func word(_ quiet: QuietHours, practiceZone: String, now: Instant) throws(ZoneError) -> Quiet.Word {
    let zone = try Zone(name: patientZone ?? practiceZone)
    switch quiet.moment(now, before: expiresAt, zone, now: now) {
    case .never: return .leave(.quietHours)
    case .at(let moment): return moment > now ? .wait(moment) : .go
    }
  }
}

enum WaitingOffers {
  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> WaitingOffer? {
    let (own, contact) = (db.practice.zoneName, try Visits.contact(in: db))
    return try db.first(
      """
      SELECT e.patient_id, p.sealed_email, p.language, o.starts_at, o.ends_at, r.name, s.mode, o.state, o.expires_at,
        p.is_deceased, p.restricted_at IS NOT NULL, p.sealed_phone,
        EXISTS (SELECT 1 FROM patients_consent c WHERE c.practice_id = \(db.scope) AND c.patient_id = e.patient_id
          AND c.topic = 'sms' AND c.withdrawn_at IS NULL),
        m.no_email_by IS NOT NULL, m.no_sms_by IS NOT NULL, m.zone,
        l.zone, IF(l.address = '', l.name, IF((SELECT COUNT(*) FROM practices_location n
          WHERE n.practice_id = \(db.scope) AND n.is_active) > 1, CONCAT(l.name, ', ', l.address), l.address))
      FROM scheduling_offer o
      JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.practitioner_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = o.service_id
      LEFT JOIN messaging_preference m ON m.practice_id = \(db.scope) AND m.patient_id = e.patient_id
      LEFT JOIN scheduling_hold h ON h.practice_id = \(db.scope) AND h.id = o.id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = IF(h.id IS NULL, o.location_id, h.location_id)
      WHERE o.practice_id = \(db.scope) AND o.id = \(id)
      """
    ) { row in
      let patient: PatientID = try row.id(0)
      let email = try row.openedIfPresent(1, Visits.emailColumn, row: patient.id)
      let phone = try row.openedIfPresent(11, Visits.phoneColumn, row: patient.id)
      let flags: [(Channel, Int)] = [(.email, 13), (.sms, 14)]
      return WaitingOffer(
        patient: patient, email: email?.isEmpty == false ? email : nil, phone: phone?.isEmpty == false ? phone : nil,
        agreesToTexts: try row.bool(12), refused: Set(try flags.filter { try row.bool($0.1) }.map(\.0)),
        patientZone: try row.textIfPresent(15), language: try row.choice(2),
        start: try row.instant(3), end: try row.instant(4), practitioner: try row.text(5),
        isByVideo: try row.text(6) == "video",
        zoneName: try row.textIfPresent(16) ?? own,
        place: try row.textIfPresent(17) ?? (contact.address.isEmpty ? nil : contact.address), state: try row.text(7),
        expiresAt: try row.instant(8),
        isPatientDeceased: try row.bool(9), isRestricted: try row.bool(10))
    }
  }

  static func patient(of id: EntityID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      """
      SELECT e.patient_id FROM scheduling_offer o
      JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
      WHERE o.practice_id = \(db.scope) AND o.id = \(id)
      """
    ) { try $0.id(0) }
  }
}
