import Core
import Database
import SQL

/// An appointment about to be written, claims included. Only used inside a transaction that holds the locks.
struct NewAppointment {
  enum Source: String { case online, staff }
  let id: AppointmentID
  let patient: PatientID
  let service: Service
  let assignment: Availability.Assignment
  let span: TimeSpan
  let lane: Int
  let overrideReason: String?
  let source: Source
  let language: Language
  /// What the patient wrote to the practice.
  let note: String
  /// 16 bytes; a form that is sent twice makes one appointment. Nil for those of a series, which has the key.
  let formKey: [UInt8]?
  /// Nil when it is firm at once.
  let request: Request?
  /// Nil for one that stands alone.
  let series: Place?
  /// The session it takes a place of, instead of the resources; they are the session's.
  let group: GroupSession?

  /// Where it stands in a series.
  struct Place {
    let series: SeriesID
    let date: LocalDate
    /// Its message names all of the series, so that the others need none of their own.
    let isFirst: Bool
  }

  /// What waits for staff's answer: until when, and from whom, for the limit on open requests.
  struct Request {
    let answerBy: Instant
    let visitor: [UInt8]
  }

  private var status: AppointmentStatus { request == nil ? .booked : .pending }

  /// - Parameter zone: the practice's.
  func insert(zone: Zone, now: Instant, in tx: borrowing TenantTransaction) throws {
    let clock = try Places.zone(of: assignment.location, or: zone, in: tx.reader)
    let sealedNote = try tx.sealIfPresent(note, Appointments.noteColumn, row: id.id, patient: patient)
    let sealedReason = try tx.sealIfPresent(overrideReason, Appointments.reasonColumn, row: id.id, patient: patient)
    try tx.execute(
      """
      INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, room_id, device_id,
        status, starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, lane, sealed_override_reason,
        price_minor, currency, cancel_notice_minutes, late_fee_minor, source, language, sealed_note, form_key, created_at,
        answer_by, address_hash, series_id, series_date, group_id, location_id)
      VALUES (\(tx.scope), \(id), \(patient), \(service.id), \(assignment.practitioner), \(assignment.room),
        \(assignment.device), \(status.rawValue), \(span.start), \(span.end), \(clock.local(span.start)), \(clock.name),
        \(service.bufferBefore), \(service.bufferAfter), \(lane), \(sealedReason), \(service.priceMinor),
        \(tx.reader.practice.currencyCode), \(service.cancelNoticeMinutes), \(service.lateFeeMinor), \(source.rawValue),
        \(language.rawValue), \(sealedNote), \(formKey), \(now),
        \(request?.answerBy), \(request?.visitor), \(series?.series), \(series?.date),
        \(group?.id), \(assignment.location))
      """)
    if let group {
      try GroupPlaces.take(group, for: .appointment(id, expires: request?.answerBy), now: now, in: tx)
    } else {
      try Claims.take(
        assignment, span.widened(before: service.bufferBefore, after: service.bufferAfter), lane: lane,
        for: .appointment(id, expires: request?.answerBy), in: tx)
    }
    try GoogleCopies.changed(id, now: now, in: tx)
    // A request is confirmed when staff have agreed to it.
    if request != nil {
      try AppointmentNews.requested.announce(id, sequence: 0, untoldBy: nil, now: now, in: tx)
    } else if series?.isFirst == false {
      try AppointmentNews.announceInSeries(id, now: now, in: tx)
    } else {
      try AppointmentNews.booked.announce(id, sequence: 0, untoldBy: nil, now: now, in: tx)
    }
  }
}
