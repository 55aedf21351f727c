import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// The product and the model as lines of text, so that a difference can be read.
enum DiaryComparison {
  /// On the wall clock, with the day of the month.
  static func text(_ instant: Instant) -> String {
    let (day, minute) = (LocalDate(days: Int32(DiaryClock.day(instant))), DiaryClock.minute(instant))
    let second = instant.seconds % 60
    let seconds = second == 0 ? "" : ":\(Decimal.padded(Int(second), 2))"
    return "\(day)T\(Decimal.padded(minute / 60, 2)):\(Decimal.padded(minute % 60, 2))\(seconds)"
  }
  static func differences(_ kind: String, product: [String], model: [String]) -> [String] {
    let counts = { (lines: [String]) in lines.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 } }
    let (found, expected) = (counts(product), counts(model))
    return Set(product + model).sorted().flatMap { line -> [String] in
      let (more, less) = (found[line] ?? 0, expected[line] ?? 0)
      if more > less { return ["\(kind), product alone: \(line)"] }
      return less > more ? ["\(kind), model alone: \(line)"] : []
    }
  }
  static func text(_ place: DiaryModel.Place) -> String {
    place.all.map { DiaryFacts.resources[$0] }.joined(separator: "+")
  }
}

extension DiaryMachine {
  /// Everything the product holds is what the model holds, and what must never be is not.
  mutating func compare() throws {
    try learnFreed()
    let (service, day) = (dice.roll(services.count), DiaryClock.day(model.now) + dice.roll(5))
    let found = try clinic.practice.asOperator { db in
      try visits(db.reader) + claims(db.reader) + waitlist(db.reader) + news(db.reader)
        + DiaryInvariants.broken(now: model.now, in: db.reader) + search(service, day, db.reader)
    }
    if !found.isEmpty { throw differ(found.joined(separator: "\n")) }
  }
  /// Once a run: every free time that the public sees, and the trail.
  func close() throws {
    try clinic.practice.asOperator { db in
      let days = (0...7).map { DiaryClock.day(model.now) + $0 }
      let found = try services.indices.flatMap { service in
        try days.flatMap { try search(service, $0, db.reader) }
      }
      if !found.isEmpty { throw differ(found.joined(separator: "\n")) }
      guard case .intact = try db.reader.verifyAuditTrail() else { throw differ("the audit trail does not hold") }
    }
  }

  private func number<ID: Equatable>(_ id: ID?, in ids: [ID], _ letter: String) -> String {
    id.map { id in ids.firstIndex(of: id).map { "\(letter)\($0)" } ?? "unknown \(letter)" } ?? "-"
  }

  private func visits(_ db: borrowing TenantReader) throws -> [String] {
    let product = try db.rows(
      """
      SELECT id, patient_id, service_id, practitioner_id, room_id, device_id, status, starts_at, ends_at, lane,
        answer_by, cancelled_by, late_fee_due, late_fee_waived, sequence, sealed_override_reason IS NOT NULL, series_id,
        series_date
      FROM scheduling_appointment WHERE practice_id = \(db.scope)
      """
    ) { row in
      let place = [
        try row.idIfPresent(3, as: ResourceID.self), try row.idIfPresent(4, as: ResourceID.self),
        try row.idIfPresent(5, as: ResourceID.self),
      ].compactMap { $0 }.map { people.firstIndex(of: $0).map { DiaryFacts.resources[$0] } ?? "?" }
      let fee = try row.bool(12) ? "due" : row.bool(13) ? "waived" : "-"
      let series = number(try row.idIfPresent(16, as: SeriesID.self), in: seriesIDs, "s")
      return [
        number(try row.id(0), in: visitIDs, "v"), number(try row.id(1), in: patients, "p"),
        number(try row.id(2), in: services, "service "), place.joined(separator: "+"), try row.text(6),
        DiaryComparison.text(try row.instant(7)), DiaryComparison.text(try row.instant(8)), "lane \(try row.int(9))",
        "answer \(try row.instantIfPresent(10).map(DiaryComparison.text) ?? "-")",
        "by \(try row.textIfPresent(11) ?? "-")", "fee \(fee)", "sequence \(try row.int(14))",
        try row.bool(15) ? "explained" : "-", series, try row.dateIfPresent(17)?.description ?? "-",
      ].joined(separator: " ")
    }
    let expected = model.visits.enumerated().map { id, visit in
      [
        "v\(id) p\(visit.patient) service \(visit.service) \(DiaryComparison.text(visit.place)) \(visit.status)",
        DiaryComparison.text(visit.start), DiaryComparison.text(visit.end), "lane \(visit.lane)",
        "answer \(visit.answerBy.map(DiaryComparison.text) ?? "-")", "by \(visit.cancelledBy)", "fee \(visit.fee)",
        "sequence \(visit.sequence)", visit.isExplained ? "explained" : "-", visit.series.map { "s\($0)" } ?? "-",
        visit.series == nil ? "-" : LocalDate(days: Int32(visit.day)).description,
      ].joined(separator: " ")
    }
    let gaps = try db.rows("SELECT series_id, gap_date FROM scheduling_series_gap WHERE practice_id = \(db.scope)") {
      "\(number(try $0.id(0), in: seriesIDs, "s")) \(try $0.date(1))"
    }
    let expectedGaps = model.serieses.enumerated().flatMap { number, series in
      series.gaps.map { "s\(number) \(LocalDate(days: Int32($0)))" }
    }
    return DiaryComparison.differences("visit", product: product, model: expected)
      + DiaryComparison.differences("left out", product: gaps, model: expectedGaps)
  }

  /// What stands: who, in what unit, from when until when, and until when it is kept.
  private func claims(_ db: borrowing TenantReader) throws -> [String] {
    let product = try db.rows(
      """
      SELECT resource_id, lane, starts_at, ends_at, appointment_id, hold_id, expires_at FROM scheduling_claim
      WHERE practice_id = \(db.scope) AND (expires_at IS NULL OR expires_at > \(model.now))
      """
    ) { row in
      let hold = try row.idIfPresent(5, as: HoldID.self)
      let offer = hold.flatMap { offerIDs.firstIndex(of: OfferID($0.id)) }
      let kept = offer.map { "o\($0)" } ?? number(hold, in: holdIDs.map(\.id), "h")
      let owner =
        hold == nil ? number(try row.idIfPresent(4, as: AppointmentID.self), in: visitIDs, "v") : kept
      let resource = people.firstIndex(of: try row.id(0)).map { DiaryFacts.resources[$0] } ?? "?"
      return "\(resource) lane \(try row.int(1)) \(DiaryComparison.text(try row.instant(2))) "
        + "\(DiaryComparison.text(try row.instant(3))) \(owner) "
        + "\(try row.instantIfPresent(6).map(DiaryComparison.text) ?? "-")"
    }
    let expected = model.claims.filter { $0.expires.map { $0 > model.now } ?? true }.map { claim in
      let owner =
        switch claim.owner {
        case .visit(let id): "v\(id)"
        case .hold(let number): "h\(number)"
        case .offer(let number): "o\(number)"
        }
      return "\(DiaryFacts.resources[claim.resource]) lane \(claim.lane) \(DiaryComparison.text(claim.start)) "
        + "\(DiaryComparison.text(claim.end)) \(owner) \(claim.expires.map(DiaryComparison.text) ?? "-")"
    }
    let holds = try db.rows("SELECT id, is_told FROM scheduling_hold WHERE practice_id = \(db.scope)") {
      (id: try $0.id(0, as: HoldID.self), isTold: try $0.bool(1))
    }.filter { !offerIDs.contains(OfferID($0.id.id)) }.map {
      "\(number($0.id, in: holdIDs.map(\.id), "h"))\($0.isTold ? " told" : "")"
    }
    return DiaryComparison.differences("claim", product: product, model: expected)
      + DiaryComparison.differences(
        "hold", product: holds, model: model.holds.map { "h\($0.key)\($0.value.isTold ? " told" : "")" })
  }

  private func waitlist(_ db: borrowing TenantReader) throws -> [String] {
    let wishes = try db.rows(
      "SELECT id, state, unanswered FROM scheduling_waitlist_entry WHERE practice_id = \(db.scope)"
    ) { "\(number(try $0.id(0), in: wishIDs, "w")) \(try $0.text(1)) \(try $0.int(2))" }
    let offers = try db.rows(
      """
      SELECT id, entry_id, practitioner_id, starts_at, expires_at, state FROM scheduling_offer
      WHERE practice_id = \(db.scope)
      """
    ) { row in
      "\(number(try row.id(0), in: offerIDs, "o")) \(number(try row.id(1), in: wishIDs, "w")) "
        + "\(number(try row.id(2), in: people, "")) \(DiaryComparison.text(try row.instant(3))) "
        + "\(DiaryComparison.text(try row.instant(4))) \(try row.text(5))"
    }
    let freed = try db.rows("SELECT id FROM scheduling_freed_time WHERE practice_id = \(db.scope)") {
      number(try $0.id(0), in: freedIDs, "f")
    }
    return DiaryComparison.differences(
      "wish", product: wishes,
      model: model.wishes.enumerated().map { "w\($0.offset) \($0.element.state) \($0.element.unanswered)" })
      + DiaryComparison.differences(
        "offer", product: offers,
        model: model.offers.enumerated().map { number, offer in
          "o\(number) w\(offer.wish) \(offer.place.person) \(DiaryComparison.text(offer.start)) "
            + "\(DiaryComparison.text(offer.end)) \(offer.state)"
        })
      + DiaryComparison.differences(
        "freed time", product: freed,
        model: model.freed.indices.filter { !model.freed[$0].isForgotten }.map { "f\($0)" })
  }

  /// Who is told what, each once.
  private func news(_ db: borrowing TenantReader) throws -> [String] {
    let product = try db.rows(
      """
      SELECT kind, payload, run_at FROM jobs_job
      WHERE practice_id = \(db.scope) AND (kind LIKE 'appointment.%' OR kind LIKE 'waitlist.%')
      """
    ) { row in
      let words = try row.text(1).split(separator: " ").map(String.init)
      let id = EntityID(text: words.first ?? "")
      switch try row.text(0) {
      case "waitlist.offered": return "offered \(number(id.map { OfferID($0) }, in: offerIDs, "o"))"
      case "waitlist.freed":
        return "freed \(number(id.map { FreedTimeID($0) }, in: freedIDs, "f")) "
          + DiaryComparison.text(try row.instant(2))
      case let kind:
        let rest = words.dropFirst().map { $0 == clinic.practice.bob.id.description ? "untold" : $0 }
        return "\(kind.dropFirst(12)) \(number(id.map { AppointmentID($0) }, in: visitIDs, "v")) "
          + rest.joined(separator: " ")
      }
    }
    let freed = model.freed.enumerated().compactMap { number, freed in
      freed.due.map { "freed f\(number) \(DiaryComparison.text($0))" }
    }
    return DiaryComparison.differences("news", product: product, model: model.news + freed)
  }

  /// What the public is shown of a service on a day, with everybody who could take it.
  private func search(_ service: Int, _ day: Int, _ db: borrowing TenantReader) throws -> [String] {
    let (zone, rules) = (try Zone(name: db.practice.zoneName), DiaryFacts.services[service])
    let date = LocalDate(days: Int32(day))
    let offering = try #require(try Offering.find(services[service], in: db))
    let window = BookingWindow(offering.service, zone: zone, now: model.now)
    let product = try offering.availability(from: date, through: date, zone: zone, now: model.now, in: db)
      .slots(on: date, for: .visitor(window)).flatMap { slot in
        slot.practitioners.map { "\(DiaryComparison.text(slot.span.start)) \(number($0, in: people, ""))" }
      }
    let starts = stride(from: 0, to: 1440, by: 5).map { DiaryClock.instant(day, $0) }
    let expected = rules.people.flatMap { person in
      starts.filter { model.offered(DiaryModel.Need(service, $0), with: person) != nil }
        .map { "\(DiaryComparison.text($0)) \(person)" }
    }
    return DiaryComparison.differences("free for \(rules.name)", product: product, model: expected)
  }

  /// The ids of what the last acts freed, in the model's order where that is told apart by time, person and patient.
  mutating func learnFreed() throws {
    guard freedIDs.count < model.freed.count else { return }
    let known = Set(freedIDs)
    var rows = try clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT id, starts_at, ends_at, practitioner_id, patient_id FROM scheduling_freed_time
        WHERE practice_id = \(db.scope)
        """
      ) { row in
        (
          id: try row.id(0, as: FreedTimeID.self), start: try row.instant(1), end: try row.instant(2),
          person: try row.id(3, as: ResourceID.self), patient: try row.idIfPresent(4, as: PatientID.self)
        )
      }
    }.filter { !known.contains($0.id) }
    for time in model.freed[freedIDs.count...] {
      let found = rows.firstIndex {
        $0.start == time.start && $0.end == time.end && $0.person == people[time.person]
          && $0.patient == time.patient.map { patients[$0] }
      }
      guard let found else { throw differ("freed at \(DiaryComparison.text(time.start)) and not written down") }
      freedIDs.append(rows.remove(at: found).id)
    }
    if !rows.isEmpty { throw differ("times are freed that the model does not free") }
  }
}
