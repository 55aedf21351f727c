import Core
import Database
import Routing
import Templates
import Web

/// What the link in a confirmation opens. GET shows, POST acts. An old link changes nothing and leads nowhere new:
/// the newest mail has the one that counts.
enum VisitHandlers {
  static func show(_ settings: SchedulingSettings) -> Route.Read {
    { call, db in
      let visit = try OpenedVisit(call, db)
      let asked: [VisitPage.Notice] = [.booked, .moved, .cancelled]
      let notice = asked.first { call.query[$0.rawValue] == "1" }
      return .page(try VisitPage(visit, notice: notice, baseURL: settings.baseURL, in: db))
    }
  }

  /// The days and times to move to.
  @Sendable static func choose(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let visit = try OpenedVisit(call, db)
    guard visit.mayMove else { return .redirect(visit.path) }
    return .page(try VisitMovePage.make(visit, taken: nil, in: db))
  }

  static func move(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in
      let visit = try OpenedVisit(call, db.reader)
      guard let chosen = call.form["start"].flatMap({ OfferedStart.decode($0) }) else { throw Refusal.badRequest }
      do {
        try Bookings.reschedule(
          visit.appointment.id, sequence: visit.sequence, to: chosen.start, in: chosen.place ?? .any, now: call.now,
          in: db)
      } catch let refusal as SlotRefusal {
        return try refused(refusal, chosen.start, visit, settings, in: db.reader)
      }
      let path = try db.reader.managePath(visit.appointment.id, sequence: visit.sequence + 1)
      return .redirect(path + "?moved=1")
    }
  }

  private static func refused(
    _ refusal: SlotRefusal, _ start: Instant, _ visit: OpenedVisit, _ settings: SchedulingSettings,
    in db: borrowing TenantReader
  ) throws -> Reply {
    switch refusal {
    case .closed, .outdated, .insideNotice, .notOffered, .tooManyHolds, .limitReached, .takesPart:
      return .page(try VisitPage(visit, notice: .unchanged, baseURL: settings.baseURL, in: db), status: 409)
    case .taken, .tooSoon, .tooFarAhead:
      let time = visit.words.date(start) + ", " + visit.words.time(start)
      let key = refusal == .taken ? "booking.taken" : refusal == .tooSoon ? "booking.tooSoon" : "booking.tooFarAhead"
      let offering = try Offering.find(visit.appointment.service, in: db)?.again(for: visit.appointment)
      let nearest = try offering.map {
        try BookingDays.nearest(
          3, to: start, $0, zone: visit.zone, now: visit.call.now, apart: visit.appointment.id, in: db)
      }
      let notice = TakenNotice(
        message: visit.call.text.text(key, ["time": time]),
        slots: (nearest ?? []).map { SlotButton($0, visit.words, visit.call.text, saysDay: true) })
      return .page(try VisitMovePage.make(visit, taken: notice, in: db), status: 409)
    }
  }

  static func cancel(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in
      let visit = try OpenedVisit(call, db.reader)
      do {
        try Bookings.cancel(visit.appointment.id, sequence: visit.sequence, now: call.now, in: db)
      } catch _ as SlotRefusal {
        return .page(try VisitPage(visit, notice: .unchanged, baseURL: settings.baseURL, in: db.reader), status: 409)
      }
      let path = try db.reader.managePath(visit.appointment.id, sequence: visit.sequence + 1)
      return .redirect(path + "?cancelled=1")
    }
  }
}
