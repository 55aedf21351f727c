import Core
import Database
import SQL
import Templates

/// What they wait for, and which times they were offered: Appointment, with the status that FHIR has for it.
enum WaitlistSection {
  static let section = ExportSection(.wishes, count: count, read: read)

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM scheduling_waitlist_entry WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
    ) { try $0.int(0) } ?? 0
  }

  private struct Wish {
    let id: EntityID
    let made: Instant
    let service: String
    let practitioner: String?
    let first: LocalDate?
    let last: LocalDate?
    let isOpen: Bool
    let place: String?
  }
  private struct Offer {
    let wish: EntityID
    let start: Instant
    let state: String
    let place: String?
  }

  /// Few, each a row of its own: read at once.
  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let wishes = try db.rows(
      """
      SELECT e.id, e.created_at, s.name, r.name, e.first_date, e.last_date, e.state IN ('waiting', 'offered'),
        IF(e.at_practice, \(db.practice.name), l.name)
      FROM scheduling_waitlist_entry e
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = e.service_id
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.practitioner_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = e.location_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(context.patient) ORDER BY e.id
      """
    ) { row in
      Wish(
        id: try row.id(0), made: try row.instant(1), service: try row.text(2), practitioner: try row.textIfPresent(3),
        first: try row.dateIfPresent(4), last: try row.dateIfPresent(5), isOpen: try row.bool(6),
        place: try row.textIfPresent(7))
    }
    let offers = try db.rows(
      """
      SELECT o.entry_id, o.starts_at, o.state, l.name FROM scheduling_offer o
      JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = o.location_id
      WHERE o.practice_id = \(db.scope) AND e.patient_id = \(context.patient) ORDER BY o.created_at, o.id
      """
    ) { row in
      Offer(
        wish: try row.id(0), start: try row.instant(1), state: try row.text(2), place: try row.textIfPresent(3))
    }
    let byWish = Dictionary(grouping: offers, by: \.wish)
    return ExportPage(
      resources: wishes.map { resource($0, byWish[$0.id] ?? [], context) },
      lines: wishes.map { line($0, byWish[$0.id] ?? [], context) }, last: nil)
  }

  private static func resource(_ wish: Wish, _ offers: [Offer], _ context: ExportContext) -> FHIRResource {
    let notes = offers.map { words($0, context) }
    return FHIRResource(
      "Appointment", wish.id,
      [
        "status": .text(wish.isOpen ? "waitlist" : "cancelled"), "serviceType": .one(.words(wish.service)),
        "created": .moment(wish.made), "comment": .text(notes.isEmpty ? nil : notes.joined(separator: "; ")),
        "participant": .list([.of(["actor": context.subject, "status": "needs-action"])]),
      ])
  }

  private static func line(_ wish: Wish, _ offers: [Offer], _ context: ExportContext) -> ExportLine {
    let dates = [
      wish.first.map { context.text.text("waitlist.fromDate", ["date": context.formats.date($0, .medium)]) },
      wish.last.map { context.text.text("waitlist.untilDate", ["date": context.formats.date($0, .medium)]) },
    ]
    return ExportLine(
      when: context.moment(wish.made), title: wish.service,
      details: [wish.practitioner, wish.place] + dates + offers.map { words($0, context) })
  }

  /// "Tue 9 March, 13:00: Declined".
  private static func words(_ offer: Offer, _ context: ExportContext) -> String {
    let outcome =
      switch offer.state {
      case "accepted": context.text.text("waitlist.outcome.accepted")
      case "declined": context.text.text("waitlist.outcome.declined")
      case "expired": context.text.text("waitlist.outcome.expired")
      case "withdrawn": context.text.text("waitlist.outcome.withdrawn")
      default: context.text.text("waitlist.outcome.offered")
      }
    return [context.moment(offer.start), offer.place].compactMap { $0 }.joined(separator: ", ") + ": " + outcome
  }
}
