import Core
import Database
import SQL

/// Series that staff make. As ``StaffBookings``: lock the resources, decide, claim, write, audit; all of it or nothing.
enum SeriesBookings {
  /// What happens to dates that cannot be had.
  enum Mode: String, Sendable {
    /// Nothing is booked at all.
    case all
    /// They are left out, and the series remembers them.
    case free
  }

  struct Order: Sendable {
    let who: StaffBookings.Who
    let pattern: SeriesPattern
    let note: String
    let formKey: [UInt8]
    let language: Language
    let mode: Mode
    /// As staff chose it; any: where the hours are.
    var place = WantedPlace.any

    /// What the search is limited to.
    func wish(at start: Instant) -> PlaceWish {
      var wish = pattern.wish(at: start)
      wish.place = place
      return wish
    }
  }

  enum Refusal: Error, Sendable {
    /// Something is in the way of some, or of all.
    case clashes
    case notOffered
  }

  /// - Returns: the first appointment of the series.
  /// - Throws: ``Refusal``, `SeriesPattern.Refusal`.
  static func book(
    _ order: Order, registering registration: PatientRegistration, now: Instant, in db: borrowing TenantConnection
  ) throws -> AppointmentID {
    // A form may come twice. The second finds what the first made.
    if let first = try SeriesRecords.made(by: order.formKey, in: db.reader) { return first }
    let zone = try Zone(name: db.practice.zoneName)
    let dates = try order.pattern.dates()
    guard let before = try Offering.find(order.pattern.service, in: db.reader) else { throw Refusal.notOffered }
    let wish = order.wish(at: now)
    let locked = before.limited(to: wish).resources
    let series = SeriesID.make()
    do {
      return try db.transaction(
        AuditEvent("appointment.series.book", "scheduling_series", series.id, patient: order.known)
      ) { tx in
        try Resources.lock(locked, in: tx)
        guard let offering = try Offering.find(order.pattern.service, in: tx.reader), offering.service.isActive,
          !offering.service.isGroup, offering.offers(wish), offering.limited(to: wish).resources.isSubset(of: locked)
        else { throw Refusal.notOffered }
        let plan = try SeriesPlan.make(
          order.pattern, on: dates, offering.limited(to: wish), zone: zone, now: now, in: tx.reader)
        if plan.free.isEmpty || (order.mode == .all && !plan.clashing.isEmpty) { throw Refusal.clashes }
        try Claims.removeExpired(of: locked, now: now, in: tx)
        let patient =
          switch order.who {
          case .known(let id): id
          case .new(let new): try registration.register(new, now, tx)
          }
        let made = Series(id: series, previous: nil, pattern: plan.pattern)
        try SeriesRecords.insert(made, formKey: order.formKey, now: now, in: tx)
        return try write(plan, of: made, order, patient, offering.service, zone: zone, now: now, in: tx)
      }
    } catch SlotRefusal.taken {
      throw Refusal.clashes
    } catch {
      // Both came at once: the first now stands in the way of the second, or has taken its key.
      guard let first = try SeriesRecords.made(by: order.formKey, in: db.reader) else { throw error }
      return first
    }
  }

  /// - Returns: the first that was booked.
  private static func write(
    _ plan: SeriesPlan, of series: Series, _ order: Order, _ patient: PatientID, _ service: Service, zone: Zone,
    now: Instant, in tx: borrowing TenantTransaction
  ) throws -> AppointmentID {
    var first: AppointmentID?
    for occurrence in plan.occurrences {
      guard let start = occurrence.moment.instant, let review = occurrence.review, occurrence.isFree else {
        let gap = SeriesRecords.Gap(
          date: occurrence.date, reason: occurrence.moment.instant == nil ? .clock : .clash)
        try SeriesRecords.leaveOut(gap, of: series.id, in: tx)
        continue
      }
      let id = AppointmentID.make()
      try NewAppointment(
        id: id, patient: patient, service: service, assignment: review.assignment,
        span: order.pattern.wish(at: start).span, lane: 0, overrideReason: nil, source: .staff,
        language: order.language, note: order.note, formKey: nil, request: nil,
        series: NewAppointment.Place(series: series.id, date: occurrence.date, isFirst: first == nil), group: nil
      ).insert(zone: zone, now: now, in: tx)
      try tx.audit(AuditEvent("appointment.book", "scheduling_appointment", id.id, patient: patient))
      first = first ?? id
    }
    guard let first else { throw Refusal.clashes }
    return first
  }
}

extension SeriesBookings.Order {
  fileprivate var known: PatientID? {
    switch who {
    case .known(let id): id
    case .new: nil
    }
  }
}
